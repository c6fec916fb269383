import { wasiTarget } from "../standalone/wasi-target.ts";
import { probeWasmer, wasmerCommand } from "../standalone/wasmer.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmer",
  title: "Wasmer",
  runtime: "Wasmer",
  summary:
    "in a sandbox of Wasmer (Cranelift), which compiles it when it starts and which CPython embeds: memory and start are with CPython's",
  probe: async () => probeWasmer(),
  command: (module) => wasmerCommand(module, null),
});
