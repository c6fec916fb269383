import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { DiskFull, isDiskFull } from "./files/disk-full.ts";
import { interruptedExitCode } from "./interruption.ts";
import { homeFailure, projectRoot } from "./paths.ts";
import { applyProjectConfig } from "./project.ts";
import { print, say } from "./terminal/print.ts";

type Register = (program: Command) => void;

/** Each is one file under `commands/`, loaded only where it is needed: all of them take a start seconds. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  init: async () => (await import("./commands/init.ts")).registerInit,
  start: async () => (await import("./commands/start.ts")).registerStart,
  measure: async () => (await import("./commands/measure.ts")).registerMeasure,
  kit: async () => (await import("./commands/kit.ts")).registerKit,
  workload: async () => (await import("./commands/workload.ts")).registerWorkload,
  profile: async () => (await import("./commands/profile.ts")).registerProfile,
  markers: async () => (await import("./commands/markers.ts")).registerMarkers,
  attribute: async () => (await import("./commands/attribute.ts")).registerAttribute,
  compare: async () => (await import("./commands/compare.ts")).registerCompare,
  forecast: async () => (await import("./commands/forecast.ts")).registerForecast,
  calibrate: async () => (await import("./commands/calibrate.ts")).registerCalibrate,
  truth: async () => (await import("./commands/truth.ts")).registerTruth,
  claims: async () => (await import("./commands/claims.ts")).registerClaims,
  advise: async () => (await import("./commands/advise.ts")).registerAdvise,
  decide: async () => (await import("./commands/decide.ts")).registerDecide,
  check: async () => (await import("./commands/check.ts")).registerCheck,
  new: async () => (await import("./commands/new.ts")).registerNew,
  build: async () => (await import("./commands/build.ts")).registerBuild,
  report: async () => (await import("./commands/report.ts")).registerReport,
  dev: async () => (await import("./commands/dev.ts")).registerDev,
  "compare-runs": async () => (await import("./commands/compare-runs.ts")).registerCompareRuns,
  runs: async () => (await import("./commands/runs.ts")).registerRuns,
  import: async () => (await import("./commands/import.ts")).registerImport,
  fleet: async () => (await import("./commands/fleet.ts")).registerFleet,
  sql: async () => (await import("./commands/sql.ts")).registerSql,
  doctor: async () => (await import("./commands/doctor.ts")).registerDoctor,
  setup: async () => (await import("./commands/setup.ts")).registerSetup,
  bench: async () => (await import("./commands/bench.ts")).registerBench,
};

/** The `portolan` command with the one subcommand that was typed, or with all of them where that is none. */
export async function portolan(typed = ""): Promise<Command> {
  const program = new Command("portolan")
    .description("Charts where an inference workload's time goes, and which port deserves the voyage.")
    .version(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version)
    .showHelpAfterError("(--help shows what is allowed)")
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => say(text.trimEnd()),
    });
  const names = Object.hasOwn(COMMANDS, typed) ? [typed] : Object.keys(COMMANDS);
  for (const register of await Promise.all(names.map((name) => COMMANDS[name]!()))) register(program);
  return program;
}

export async function main(argv: readonly string[]): Promise<void> {
  try {
    await applyProjectConfig();
    if (process.env.PORTOLAN_WORKLOADS) (await import("./workloads/own/read.ts")).registerOwnWorkloads();
    await (await portolan(argv[2])).parseAsync([...argv]);
  } catch (error) {
    if (interruptedExitCode() === null) fail(error);
  }
  const code = interruptedExitCode();
  if (code !== null) process.exit(code);
}

function fail(error: unknown): void {
  const told =
    isDiskFull(error) && !(error instanceof DiskFull) ? new DiskFull(error.message) : homeFailure(error);
  say(`portolan: ${told instanceof Error ? told.message : String(told)}`);
  if (process.env.PORTOLAN_DEBUG && error instanceof Error) say(`${error.stack}`);
  process.exitCode = 1;
}
