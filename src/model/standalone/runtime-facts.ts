/**
 * What runtimes of Wasm say of themselves, each with the document that says so and the day on which it was read. What none was found to
 * state is left out. Nothing here is measured, and nothing is computed from it.
 */

export const FACTS = {
  wasi: "WASI",
  nn: "WASI-NN engines",
  simd: "SIMD",
  threads: "Threads",
  ahead: "Compiles ahead of time",
  gc: "Garbage collection",
  components: "Component model",
  languages: "Embedded in",
  licence: "Licence",
} as const;
export type FactId = keyof typeof FACTS;

export interface Fact {
  readonly says: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
}

export interface RuntimeFacts {
  /** As a target names what hosts it. */
  readonly runtime: string;
  readonly facts: Readonly<Partial<Record<FactId, Fact>>>;
}

const READ = "2026-11-27";
const fact = (source: string, says: string): Fact => ({ says, source, read: READ });

/** The WebAssembly community group's own table of which release of which runtime has which proposal. */
const TABLE = "https://github.com/WebAssembly/website/blob/main/features.json";
const inTable = (says: string) => fact(TABLE, says);

const WASMTIME = "https://github.com/bytecodealliance/wasmtime/blob/main/README.md";
const WASMTIME_PROPOSALS = "https://docs.wasmtime.dev/stability-wasm-proposals.html";
const WASMER = "https://docs.rs/crate/wasmer/7.3.0";
const WAZERO = "https://github.com/wazero/wazero/blob/main/README.md";
const WASMEDGE_NN = "https://wasmedge.org/docs/contribute/source/plugin/wasi_nn/";
const WASM3 = "https://github.com/wasm3/wasm3/blob/main/README.md";
const WAMR = "https://components.espressif.com/components/espressif/wasm-micro-runtime";
const WAMR_BUILD = "https://github.com/bytecodealliance/wasm-micro-runtime/blob/main/doc/build_wamr.md";
const NODE = "https://nodejs.org/api/wasi.html";

export const RUNTIME_FACTS: readonly RuntimeFacts[] = [
  {
    runtime: "Wasmtime",
    facts: {
      wasi: fact("https://docs.wasmtime.dev/api/wasmtime_wasi", "preview 1 and 0.2; 0.3 experimental"),
      nn: fact(
        "https://lib.rs/crates/wasmtime-wasi-nn/features",
        "OpenVINO, WinML (Windows); ONNX Runtime and PyTorch where built in",
      ),
      simd: fact(WASMTIME_PROPOSALS, "yes, relaxed as well"),
      threads: fact(WASMTIME_PROPOSALS, "tier 2, with known issues of shared memory"),
      ahead: fact(WASMTIME, "yes, by Cranelift"),
      gc: fact(WASMTIME_PROPOSALS, "tier 2; cycles are not collected yet"),
      components: fact(WASMTIME_PROPOSALS, "yes, by default"),
      languages: fact(WASMTIME, "Rust, C, C++, Python, .NET, Go, Ruby; Elixir, Perl by others"),
      licence: fact("https://docs.rs/crate/wasmtime/latest", "Apache-2.0 with LLVM exception"),
    },
  },
  {
    runtime: "Wasmer",
    facts: {
      wasi: fact(
        "https://docs.rs/wasmer-wasix/latest/wasmer_wasix/enum.WasiVersion.html",
        "preview 1; WASIX, its own extension",
      ),
      simd: inTable("yes, since 2.0"),
      threads: inTable("yes, since 4.0"),
      ahead: fact(WASMER, "yes"),
      languages: fact(
        "https://github.com/wasmerio/wasmer/blob/main/README.md",
        "Rust, C, C++, Python, Go, PHP, Ruby, JavaScript, Java and others",
      ),
      licence: fact(WASMER, "MIT"),
    },
  },
  {
    runtime: "wazero",
    facts: {
      wasi: fact("https://wazero.io/specs", "preview 1"),
      simd: inTable("yes"),
      threads: inTable("behind a flag"),
      ahead: fact(WAZERO, "when a module is loaded, in the same process"),
      gc: inTable("no"),
      languages: fact(WAZERO, "Go, without cgo"),
      licence: fact("https://pkg.go.dev/github.com/tetratelabs/wazero", "Apache-2.0"),
    },
  },
  {
    runtime: "WasmEdge",
    facts: {
      nn: fact(
        WASMEDGE_NN,
        "OpenVINO, PyTorch, TensorFlow Lite, llama.cpp, whisper.cpp, Piper, ChatTTS, MLX, BitNet, each a plug-in",
      ),
      simd: inTable("yes, since 0.7.2"),
      threads: inTable("yes, since 0.10.1"),
      ahead: fact(
        "https://manpages.ubuntu.com/manpages/questing/man1/wasmedge.1.html",
        "yes, by wasmedge compile",
      ),
      gc: fact("https://wasmedge.org/docs/start/wasmedge/extensions/gc", "since 0.14, by default since 0.16"),
      components: fact("https://github.com/WasmEdge/WasmEdge/issues/2943", "being written"),
      languages: fact("https://wasmedge.org/docs/embed/overview", "C, C++, Rust, Go, Java, Python"),
      licence: fact("https://github.com/WasmEdge/WasmEdge/blob/master/LICENSE", "Apache-2.0"),
    },
  },
  {
    runtime: "wasm3",
    facts: {
      wasi: fact(WASM3, "“many WASI apps”"),
      simd: fact(WASM3, "no"),
      ahead: fact(WASM3, "no: an interpreter"),
      gc: fact(WASM3, "no"),
      languages: fact(WASM3, "C, C++, Rust, Python, Go, Zig, Swift, .NET and others"),
      licence: fact(WASM3, "MIT"),
    },
  },
  {
    runtime: "WAMR",
    facts: {
      wasi: fact(WAMR, "yes; which preview is not said"),
      nn: fact(
        "https://github.com/bytecodealliance/wasm-micro-runtime/blob/main/core/iwasm/libraries/wasi-nn/README.md",
        "TensorFlow Lite, OpenVINO, llama.cpp, each where built in",
      ),
      simd: fact(WAMR_BUILD, "built in by default"),
      threads: fact(WAMR_BUILD, "where built in"),
      ahead: fact(WAMR, "yes, by wamrc; its iwasm interprets a module"),
      components: fact(
        "https://github.com/bytecodealliance/wasm-micro-runtime/wiki/WAMR-Roadmap",
        "to be decided",
      ),
      languages: fact(
        "https://github.com/bytecodealliance/wasm-micro-runtime/wiki/WAMR-Roadmap",
        "C; bindings for Python and Go",
      ),
      licence: fact(
        "https://github.com/bytecodealliance/wasm-micro-runtime/blob/main/README.md",
        "Apache-2.0 with LLVM exception",
      ),
    },
  },
  {
    runtime: "node:wasi",
    facts: {
      wasi: fact(NODE, "preview 1; experimental, and no sandbox for untrusted code"),
      simd: inTable("yes, since Node 16.4"),
      threads: inTable("yes, since Node 16.4"),
      gc: inTable("yes, since Node 22"),
      languages: fact(NODE, "JavaScript"),
      licence: fact("https://github.com/nodejs/node/blob/main/LICENSE", "MIT"),
    },
  },
];

/** As the titles of targets are compared: without regard to case and punctuation. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** Null of a runtime that nobody looked up. */
export const factsOf = (runtime: string): RuntimeFacts | null =>
  RUNTIME_FACTS.find((one) => plain(one.runtime) === plain(runtime)) ?? null;
