import { wasiTarget } from "../standalone/wasi-target.ts";
import { compiledForWasmer, compileForWasmer, probeWasmer, wasmerCommand } from "../standalone/wasmer.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmer-ahead",
  title: "Wasmer, ahead of time",
  runtime: "Wasmer",
  summary: "as on wasmer, but found compiled in Wasmer's own cache",
  ahead: true,
  probe: async () => probeWasmer(),
  compile: async (module) => {
    await compileForWasmer(module);
    return module;
  },
  command: (module) => wasmerCommand(module, compiledForWasmer(module)),
});
