import { probeOnPath } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "iwasm",
  title: "iwasm",
  runtime: "WAMR",
  summary:
    "on iwasm (WebAssembly Micro Runtime), in the mode that it was built for: as a rule an interpreter",
  // An interpreter has SIMD only where it was built with it.
  scalar: true,
  probe: () =>
    probeOnPath(
      "iwasm",
      ["--version"],
      "brew install wasm-micro-runtime (https://github.com/bytecodealliance/wasm-micro-runtime/releases)",
    ),
  command: (module, home) => ({ file: "iwasm", args: ["--stack-size=1048576", `--dir=${home}`, module] }),
});
