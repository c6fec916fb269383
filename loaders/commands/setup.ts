import { rmSync } from "node:fs";
import type { Command } from "commander";
import { venvFolder } from "../paths.ts";
import { setUpPython } from "../python/venv.ts";

export function registerSetup(program: Command): void {
  program
    .command("setup")
    .description("install the optional parts: python (a virtual environment with onnxruntime and numpy)")
    .argument("<part>", "python")
    .option("--again", "remove what is there and install it anew")
    .action(async (part: string, { again }: { again?: boolean }, command: Command) => {
      if (part !== "python") command.error(`error: unknown part "${part}"; known: python`);
      if (again) rmSync(venvFolder(), { recursive: true, force: true });
      const setup = await setUpPython((line) => process.stderr.write(`${line}\n`));
      if (!setup.ok) command.error(`error: ${setup.reason}. To fix it: ${setup.enable}`);
      process.stdout.write("python is ready.\n");
    });
}
