import type { Command } from "commander";
import { optionalParts } from "../optional-parts.ts";
import { print, say } from "../terminal/print.ts";

export function registerSetup(program: Command): void {
  const parts = optionalParts.map(({ id, holds, takes }) => `${id} (${holds}; ${takes})`);
  const known = optionalParts.map(({ id }) => id).join(", ");
  program
    .command("setup")
    .description(`install the optional parts: ${parts.join(", ")}`)
    .argument("<part>", known)
    .option("--again", "remove what is there and install it anew")
    .action(async (part: string, { again }: { again?: boolean }, command: Command) => {
      const found = optionalParts.find(({ id }) => id === part);
      if (!found) return command.error(`error: unknown part "${part}"; known: ${known}`);
      const setup = await found.setUp(say, again);
      if (!setup.ok) command.error(`error: ${setup.reason}. To fix it: ${setup.enable}`);
      print(`${part} is ready.`);
    });
}
