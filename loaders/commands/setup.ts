import type { Command } from "commander";
import { pythonEnvironments, setUpEnvironment } from "../python/venv.ts";
import { print, say } from "../terminal/print.ts";

export function registerSetup(program: Command): void {
  const parts = pythonEnvironments.map(
    ({ id, holds, takes }) => `${id} (a virtual environment with ${holds}; ${takes})`,
  );
  const known = pythonEnvironments.map(({ id }) => id).join(", ");
  program
    .command("setup")
    .description(`install the optional parts: ${parts.join(", ")}`)
    .argument("<part>", known)
    .option("--again", "remove what is there and install it anew")
    .action(async (part: string, { again }: { again?: boolean }, command: Command) => {
      const environment = pythonEnvironments.find(({ id }) => id === part);
      if (!environment) return command.error(`error: unknown part "${part}"; known: ${known}`);
      const setup = await setUpEnvironment(environment, say, again);
      if (!setup.ok) command.error(`error: ${setup.reason}. To fix it: ${setup.enable}`);
      print(`${part} is ready.`);
    });
}
