import { compileAhead } from "../standalone/compile-ahead.ts";
import { probeOnPath } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

/** Left to itself it interprets, some hundred times slower: its own documentation advises to compile before. */
export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmedge",
  title: "WasmEdge, ahead of time",
  runtime: "WasmEdge",
  summary: "on WasmEdge, compiled (LLVM) before it starts",
  ahead: true,
  probe: () =>
    probeOnPath(
      "wasmedge",
      ["--version"],
      "curl -sSf https://raw.githubusercontent.com/WasmEdge/WasmEdge/master/utils/install.sh | bash, then . ~/.wasmedge/env (https://wasmedge.org/docs/start/install)",
    ),
  // In its “universal” format, which is a module that holds the machine code too.
  compile: (module) =>
    compileAhead(module, ".wasmedge.wasm", (wasm, output) => ["wasmedge", "compile", wasm, output]),
  command: (module, home) => ({ file: "wasmedge", args: ["--dir", `${home}:${home}`, module] }),
});
