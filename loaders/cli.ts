import { Command } from "commander";
import { registerAdvise } from "./commands/advise.ts";
import { registerAttribute } from "./commands/attribute.ts";
import { registerBench } from "./commands/bench.ts";
import { registerBuild } from "./commands/build.ts";
import { registerCalibrate } from "./commands/calibrate.ts";
import { registerCheck } from "./commands/check.ts";
import { registerCompare } from "./commands/compare.ts";
import { registerDecide } from "./commands/decide.ts";
import { registerDev } from "./commands/dev.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerForecast } from "./commands/forecast.ts";
import { registerMarkers } from "./commands/markers.ts";
import { registerMeasure } from "./commands/measure.ts";
import { registerProfile } from "./commands/profile.ts";
import { registerRuns } from "./commands/runs.ts";
import { registerSetup } from "./commands/setup.ts";
import { registerSql } from "./commands/sql.ts";
import { registerStart } from "./commands/start.ts";
import { registerTruth } from "./commands/truth.ts";

const COMMANDS = [
  registerStart,
  registerMeasure,
  registerProfile,
  registerMarkers,
  registerAttribute,
  registerCompare,
  registerForecast,
  registerCalibrate,
  registerTruth,
  registerAdvise,
  registerDecide,
  registerCheck,
  registerBuild,
  registerDev,
  registerRuns,
  registerSql,
  registerDoctor,
  registerSetup,
  registerBench,
];

/** The `portolan` command. Each subcommand is one file under `commands/`. */
export function portolan(): Command {
  const program = new Command("portolan")
    .description("Charts where an inference workload's time goes, and which port deserves the voyage.")
    .showHelpAfterError("(--help shows what is allowed)");
  for (const register of COMMANDS) register(program);
  return program;
}

export async function main(argv: readonly string[]): Promise<void> {
  try {
    await portolan().parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`portolan: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.PORTOLAN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
