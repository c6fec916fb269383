import { type Command, Option } from "commander";
import { catching, interruption } from "../interruption.ts";
import { canRecord } from "../platform/hints.ts";
import { recordAttached } from "../profile/attach.ts";
import { cProfileProfiler } from "../profile/c-profile.ts";
import { attachToNode } from "../profile/inspector.ts";
import { type PipelineCommand, resolveCommand } from "../profile/pipeline-command.ts";
import type { Profiler } from "../profile/profiler.ts";
import { attachToPython } from "../profile/py-spy-attach.ts";
import { pySpyProfiler } from "../profile/py-spy-profiler.ts";
import { type RecordResult, recordPipeline } from "../profile/record.ts";
import { v8Profiler } from "../profile/v8-profiler.ts";
import { waitQuiet } from "../profile/wait-quiet.ts";
import { type PythonEnvironment, setUpEnvironment } from "../python/venv.ts";
import { print, say } from "../terminal/print.ts";
import { loadRules } from "../traces/read-trace.ts";
import { parseAddress } from "./address.ts";
import { parseDuration } from "./duration.ts";
import { numberOption } from "./number-option.ts";
import { checkTogether } from "./profile-options.ts";
import { reportOf } from "./profile-report.ts";

interface Options {
  readonly repeat: number;
  readonly budget: number;
  readonly rate?: number;
  readonly pid?: number;
  readonly inspect?: string;
  readonly duration: number;
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
    .argument("[command...]", "after --, as you run it: python pipeline.py …, node pipeline.js …")
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
      "--pid <n>",
      "instead of a command, a Python process that runs already",
      numberOption({ least: 1, most: 2 ** 22, whole: true }),
    )
    .option(
      "--inspect <host:port>",
      "instead of a command, a Node process whose inspector is open there; a port alone is of this machine",
      parseAddress,
    )
    .option("--duration <duration>", "how long to watch it (default: 30s)", parseDuration, 30_000)
    .option(
      "--requests <n>",
      "requests that one execution serves, or that are served meanwhile; forecasts and decisions are then of one (default: 1)",
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

async function run(typed: string[], options: Options, self: Command): Promise<void> {
  if (!canRecord) {
    throw new Error("profiling runs on Linux and macOS; on Windows, run it in WSL");
  }
  checkTogether(typed, options.duration, self);
  const isAttached = options.pid !== undefined || options.inspect !== undefined;
  const result = await (isAttached ? attach(options) : runAndRecord(typed, options));
  const report = reportOf(result);
  if (options.json) print(JSON.stringify(report.json, null, 2));
  else if (report.text) print(report.text);
  if (report.problem) say(`portolan: ${report.problem}`);
  process.exitCode = exitCodeOf(result);
}

const setUpOf = ({ setup }: Options) =>
  setup ? (part: PythonEnvironment) => setUpEnvironment(part, say) : null;

async function attach(options: Options): Promise<RecordResult> {
  const { pid, inspect, duration, rate, title, requests } = options;
  const rules = loadRules(options.rules);
  const attachment =
    pid === undefined ? await attachToNode(inspect!) : await attachToPython(pid, setUpOf(options));
  return recordAttached({
    attachment,
    durationMs: duration,
    rateHz: rate ?? null,
    rules,
    title: title?.trim() || null,
    requests: requests ?? null,
    say,
    signal: interruption,
  });
}

async function runAndRecord(typed: string[], options: Options): Promise<RecordResult> {
  const rules = loadRules(options.rules);
  const command = await resolveCommand(typed);
  const profiler = await profilerFor(command, options);
  if (options.waitQuiet) await quiet(options.waitQuiet);
  return recordPipeline({
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
}

const quiet = (seconds: number): Promise<void> =>
  catching(() => waitQuiet({ forMs: seconds * 1e3, say, signal: interruption }));

async function profilerFor(command: PipelineCommand, options: Options): Promise<Profiler> {
  if (command.host === "node") return v8Profiler(command.version);
  if (options.fallback === "cprofile") return cProfileProfiler(command);
  return pySpyProfiler(command.interpreter, setUpOf(options));
}

/** A recording that ran out of budget is a result as long as it says where the time goes. */
function exitCodeOf({ end, summary }: RecordResult): number {
  if (end === "failed") return 1;
  return summary?.attributions.some(({ evidence }) => evidence !== "marked") ? 0 : 1;
}
