import { existsSync } from "node:fs";
import { makeWhole } from "../files/whole-file.ts";
import { runCommand } from "../run-command.ts";
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
  compile: async (module) => {
    // In its “universal” format, which is a module that holds the machine code too.
    const compiled = module.replace(/\.wasm$/, ".wasmedge.wasm");
    if (!existsSync(compiled))
      await makeWhole(compiled, async (half) => {
        const { ok, stdout, stderr } = await runCommand("wasmedge", ["compile", module, half]);
        if (!ok) throw new Error(`wasmedge could not compile ${module}: ${(stderr || stdout).trim()}`);
      });
    return compiled;
  },
  command: (module, home) => ({ file: "wasmedge", args: ["--dir", `${home}:${home}`, module] }),
});
