import { type Command, Option } from "commander";
import {
  type Crossings,
  type Engine,
  type ForecastInput,
  forecast,
  forecastReference,
  type Host,
  perRequest,
  referenceWithoutRun,
} from "../../src/model/forecast/index.ts";
import { noteSentences } from "../../src/report/forecast.ts";
import { type Subject, subjectOf } from "../decide/forecast-subject.ts";
import { chosenSummary } from "../store/chosen-summary.ts";
import { targets } from "../targets/index.ts";
import { print, say } from "../terminal/print.ts";
import { LARGE_HELP, THREAD_HELP, type TraceReading } from "../traces/read-trace.ts";
import { workloads } from "../workloads/index.ts";
import { type ForecastJson, forecastText } from "./forecast-report.ts";
import { numberOption } from "./number-option.ts";

interface Options extends TraceReading {
  readonly calls?: number;
  readonly bytes?: number;
  readonly requests?: number;
  readonly requestsPerStart?: number;
  readonly peakMemory?: number;
  readonly host?: Host;
  readonly engine?: Engine;
  readonly cores?: number;
  readonly rules?: string;
  readonly run?: string;
  readonly json?: boolean;
}

export function registerForecast(program: Command): void {
  program
    .command("forecast")
    .description("forecast a program's time, memory and cold start on every target, before porting it")
    .argument(
      "<subject>",
      `a profile of any accepted format, a recording's id, or a workload (${workloads.map(({ id }) => id).join(", ")})`,
    )
    .option("--calls <n>", "round trips into the ported code for each request", numberOption({ least: 0 }))
    .option(
      "--bytes <n>",
      "bytes that cross with each of them, both ways together",
      numberOption({ least: 0 }),
    )
    .option(
      "--requests <n>",
      "requests that the profile holds; times are then of one (default: as the profile or recording tells, else 1)",
      numberOption({ least: 1 }),
    )
    .option(
      "--requests-per-start <n>",
      "requests that a process serves before it is started anew; adds its cold start's share",
      numberOption({ least: 1 }),
    )
    .option(
      "--peak-memory <MB>",
      "peak resident set today, where the profile does not say",
      numberOption({ least: 1, unit: "MB" }),
    )
    .addOption(new Option("--host <host>", "what the program runs on").choices(["python", "node"]))
    .addOption(new Option("--engine <engine>", "what runs its model").choices(["native", "wasm"]))
    .option(
      "--cores <n>",
      "cores that its engine keeps busy today (default: as recorded; 1 for a profile, which does not say)",
      numberOption({ least: 1, unit: "cores" }),
    )
    .option("--rules <file>", "rules that come before the default ones (YAML)")
    .option("--thread <name>", THREAD_HELP)
    .option("--large", LARGE_HELP)
    .option("--run <id>", "the run whose ratios to use; the newest by default")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(run);
}

function run(name: string, options: Options): void {
  const summary = chosenSummary(options.run);
  const subject = subjectOf(name, summary, options);
  if (summary === null) {
    say(
      "No run yet, so only published figures can be used. `npx portolan measure` measures this machine in about five minutes.",
    );
  }
  const reference = summary
    ? forecastReference(summary, { ...(subject.leaveOut ? { leaveOut: subject.leaveOut } : {}), targets })
    : referenceWithoutRun(targets);
  const input = adjusted(subject, options);
  const made = forecast(input, reference);
  const json: ForecastJson = {
    subject: { kind: subject.kind, name: subject.name },
    leftOut: subject.leaveOut,
    input,
    forecast: { ...made, notes: noteSentences(made.notes) },
    measuredMs: Object.fromEntries(subject.measuredMs),
  };
  print(options.json ? JSON.stringify(json, null, 2) : forecastText(json, subject.evidence));
}

/** What the profile tells, and what the command line tells better. */
function adjusted({ input, requests: held }: Subject, options: Options): ForecastInput {
  const { requests = held, requestsPerStart, peakMemory, host, engine, cores } = options;
  const one = requests === 1 ? input : perRequest(input, requests);
  return {
    ...one,
    boundary: crossings(one.boundary, options),
    host: host ?? one.host,
    engine: engine ?? one.engine,
    engineCores: cores ?? one.engineCores,
    cpuPerWall: cores === undefined ? one.cpuPerWall : null,
    peakRssBytes: peakMemory === undefined ? one.peakRssBytes : peakMemory * 1e6,
    requestsPerColdStart: requestsPerStart ?? one.requestsPerColdStart,
  };
}

function crossings(known: Crossings | null, { calls, bytes }: Options): Crossings | null {
  if (calls === undefined && bytes === undefined) return known;
  const size = bytes ?? known?.bytes ?? null;
  if (size === null) {
    throw new Error("--calls alone prices nothing: state --bytes too, the bytes of one call both ways");
  }
  return { calls: calls ?? known?.calls ?? 1, bytes: size };
}
