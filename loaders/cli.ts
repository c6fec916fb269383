import { Command } from "commander";
import { registerDoctor } from "./commands/doctor.ts";
import { registerMeasure } from "./commands/measure.ts";
import { registerSetup } from "./commands/setup.ts";

/** The `portolan` command. Each subcommand is one file under `commands/`. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("portolan")
    .description("Charts where an inference workload's time goes, and which port deserves the voyage.")
    .showHelpAfterError("(--help shows what is allowed)");
  for (const register of [registerMeasure, registerDoctor, registerSetup]) register(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`portolan: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.PORTOLAN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
