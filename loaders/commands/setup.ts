import type { Command } from "commander";
import { pythonEnvironments, setUpEnvironment } from "../python/venv.ts";

export function registerSetup(program: Command): void {
  const parts = pythonEnvironments.map(({ id, holds }) => `${id} (a virtual environment with ${holds})`);
  const known = pythonEnvironments.map(({ id }) => id).join(", ");
  program
    .command("setup")
    .description(`install the optional parts: ${parts.join(", ")}`)
    .argument("<part>", known)
    .option("--again", "remove what is there and install it anew")
    .action(async (part: string, { again }: { again?: boolean }, command: Command) => {
      const environment = pythonEnvironments.find(({ id }) => id === part);
      if (!environment) return command.error(`error: unknown part "${part}"; known: ${known}`);
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const setup = await setUpEnvironment(environment, say, again);
      if (!setup.ok) command.error(`error: ${setup.reason}. To fix it: ${setup.enable}`);
      process.stdout.write(`${part} is ready.\n`);
    });
}
