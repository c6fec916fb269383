import { probeWazero, wazeroProgram } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wazero",
  title: "wazero",
  runtime: "wazero",
  summary: "on wazero, which compiles it when it starts",
  probe: async () => probeWazero(),
  command: (module, home) => ({ file: wazeroProgram(), args: ["run", "-mount", `${home}:${home}`, module] }),
});
