import { type Command, Option } from "commander";
import { catching, interruption } from "../interruption.ts";
import { canRecord } from "../platform/hints.ts";
import { cProfileProfiler } from "../profile/c-profile.ts";
import { type PipelineCommand, resolveCommand } from "../profile/pipeline-command.ts";
import type { Profiler } from "../profile/profiler.ts";
import { pySpyProfiler } from "../profile/py-spy.ts";
import { type RecordResult, recordPipeline } from "../profile/record.ts";
import { v8Profiler } from "../profile/v8-profiler.ts";
import { waitQuiet } from "../profile/wait-quiet.ts";
import { setUpEnvironment } from "../python/venv.ts";
import { print, say } from "../terminal/print.ts";
import { loadRules } from "../traces/read-trace.ts";
import { parseDuration } from "./duration.ts";
import { numberOption } from "./number-option.ts";
import { reportOf } from "./profile-report.ts";

interface Options {
  readonly repeat: number;
  readonly budget: number;
  readonly rate?: number;
  readonly title?: string;
  readonly requests?: number;
  readonly rules?: string;
  readonly waitQuiet?: number;
  readonly fallback?: "cprofile";
  readonly setup: boolean;
  readonly json?: boolean;
}

export function registerProfile(program: Command): void {
  program
    .command("profile")
    .description("record any Python or Node pipeline: its time by bucket, CPU and memory")
    .argument("<command...>", "after --, as you run it: python pipeline.py …, node pipeline.js …")
    .option("--repeat <n>", "unprofiled executions", numberOption({ least: 1, most: 100, whole: true }), 3)
    .option(
      "--budget <duration>",
      "for everything; what runs longer is stopped, e.g. 90s (default: 5m)",
      parseDuration,
      300_000,
    )
    .option(
      "--rate <hz>",
      "samples a second (default: by the command's length)",
      numberOption({ least: 1, most: 10_000, whole: true }),
    )
    .option(
      "--requests <n>",
      "requests that one execution serves; forecasts and decisions are then of one (default: 1)",
      numberOption({ least: 1, most: 1e9, whole: true }),
    )
    .addOption(
      new Option(
        "--wait-quiet [seconds]",
        "first wait, so long at most (60), until others use less than a tenth of the cores",
      )
        .argParser(numberOption({ least: 1, most: 86_400, unit: "s" }))
        .preset("60"),
    )
    .option("--title <title>", "its name in the report (default: script and arguments)")
    .option("--rules <file>", "YAML that extends the rules from frames to buckets; see docs/profile.md")
    .addOption(
      new Option("--fallback <profiler>", "instead of py-spy; biased towards Python's own part").choices([
        "cprofile",
      ]),
    )
    .option(
      "--no-setup",
      "fail where py-spy is missing; else it is installed, once, into Portolan's own folder",
    )
    .option("--json", "print the result as JSON on stdout (docs/json.md)")
    .action(run);
}

async function run(typed: string[], options: Options): Promise<void> {
  if (!canRecord) {
    throw new Error("profiling runs on Linux and macOS; on Windows, run it in WSL");
  }
  const rules = loadRules(options.rules);
  const command = await resolveCommand(typed);
  const profiler = await profilerFor(command, options, say);
  if (options.waitQuiet) await quiet(options.waitQuiet);
  const result = await recordPipeline({
    command,
    profiler,
    rules,
    repeat: options.repeat,
    budgetMs: options.budget,
    rateHz: options.rate ?? null,
    title: options.title?.trim() || null,
    requests: options.requests ?? null,
    say,
    signal: interruption,
  });
  const report = reportOf(result);
  if (options.json) print(JSON.stringify(report.json, null, 2));
  else if (report.text) print(report.text);
  if (report.problem) say(`portolan: ${report.problem}`);
  process.exitCode = exitCodeOf(result);
}

const quiet = (seconds: number): Promise<void> =>
  catching(() => waitQuiet({ forMs: seconds * 1e3, say, signal: interruption }));

async function profilerFor(
  command: PipelineCommand,
  { fallback, setup }: Options,
  say: (line: string) => void,
): Promise<Profiler> {
  if (command.host === "node") return v8Profiler(command.version);
  if (fallback === "cprofile") return cProfileProfiler(command);
  return pySpyProfiler(command.interpreter, setup ? (part) => setUpEnvironment(part, say) : null);
}

/** A recording that ran out of budget is a result as long as it says where the time goes. */
function exitCodeOf({ end, summary }: RecordResult): number {
  if (end === "failed") return 1;
  return summary?.attributions.some(({ evidence }) => evidence !== "marked") ? 0 : 1;
}
