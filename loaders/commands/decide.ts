import type { Command } from "commander";
import { fintechCase } from "../../src/model/cost/fintech-case.ts";
import { shellWord } from "../../src/model/decision/shell-word.ts";
import { PRESETS } from "../../src/model/scenario/presets.ts";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../../src/model/uncertainty/simulate.ts";
import { adrMarkdown } from "../../src/report/adr.ts";
import { decisionCsv } from "../../src/report/decision-csv.ts";
import { decisionJson } from "../../src/report/decision-json.ts";
import { decisionMarkdown } from "../../src/report/decision-markdown.ts";
import type { DecisionReport } from "../../src/report/decision-report.ts";
import { type Asked, readDecision } from "../decide/read-decision.ts";
import { print } from "../terminal/print.ts";
import { LARGE_HELP } from "../traces/read-trace.ts";
import { decideText } from "./decide-report.ts";
import { numberOption } from "./number-option.ts";
import { RUN_HELP, runOption } from "./run-option.ts";

interface Options extends Asked {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly adr?: boolean;
  readonly csv?: boolean;
  readonly ladder?: boolean;
  readonly decisionMakers?: string[];
}

export function registerDecide(program: Command): void {
  withScenarioOptions(
    program
      .command("decide")
      .description(
        "decide which port a workload deserves: cost, latency, certainty, and what would change it",
      ),
  )
    .option("--json", "print as JSON on stdout (docs/decide.md)")
    .option("--markdown", "print as Markdown")
    .option("--csv", "print the options as CSV")
    .option("--adr", "print an architecture decision record (MADR 4.0.0)")
    .option("--ladder", "list the memory sizes of the best option on Lambda; Markdown and JSON always do")
    .option("--decision-makers <names...>", "who decides, for the record's head")
    .action((options: Options) => run(options, new Date()));
}

/** What `decide` and `check` share. */
export function withScenarioOptions(command: Command): Command {
  return command
    .option("--scenario <file>", "a scenario (YAML, docs/scenarios.md)")
    .option("--preset <name>", `a scenario that Portolan ships: ${PRESETS.map(({ id }) => id).join(", ")}`)
    .option(
      "--workload <id>",
      "decide about this instead of the scenario's: a workload, a recording's id, or a profile of any accepted format",
    )
    .option(
      "--requests <n>",
      "requests that the recording or profile holds (default: as the recording says, else 1)",
      numberOption({ least: 1, most: 1e12, whole: true }),
    )
    .option("--large", LARGE_HELP)
    .option(
      "--platform <id...>",
      "decide about these platforms instead of the scenario's, today's first (docs/prices.md)",
    )
    .option("--run <id>", `the run whose measurements to use; ${RUN_HELP}`, runOption)
    .option("--prices <file>", "prices that go before the book's (YAML, docs/prices.md)")
    .option(
      "--arrivals <file>",
      "when your requests came, a time a line (ms or ISO 8601): cold starts follow these instead of a pattern",
    )
    .option(
      "--draws <n>",
      `draws of the simulation (default: ${DEFAULT_DRAWS})`,
      numberOption({ least: 100, most: 1_000_000, whole: true }),
    )
    .option(
      "--seed <n>",
      `seed of the simulation (default: ${DEFAULT_SEED})`,
      numberOption({ least: 0, most: 2 ** 32 - 1, whole: true }),
    );
}

function run(options: Options, now: Date): void {
  const kinds = (["json", "markdown", "adr", "csv"] as const).filter((kind) => options[kind]);
  if (kinds.length > 1) {
    throw new Error(`${kinds.map((kind) => `--${kind}`).join(" and ")}: choose one of them`);
  }
  print(written(kinds[0], readDecision(options), options, now).trimEnd());
}

function written(
  kind: "json" | "markdown" | "adr" | "csv" | undefined,
  report: DecisionReport,
  options: Options,
  now: Date,
): string {
  const fintech = options.preset === "fintech" ? fintechCase() : [];
  switch (kind) {
    case "json":
      return JSON.stringify(decisionJson(report, fintech), null, 2);
    case "markdown":
      return decisionMarkdown(report, fintech);
    case "csv":
      return decisionCsv(report.decision, report.tokenCosts);
    case "adr":
      return adrMarkdown(report, {
        date: now.toISOString().slice(0, 10),
        decisionMakers: options.decisionMakers ?? [],
        command: commandOf(options, options.run ?? report.run.runId),
      });
    case undefined:
      return decideText(report, fintech, { ladder: options.ladder ?? false });
  }
}

/** The command line that gives the same answer again, on the same run. */
function commandOf(asked: Asked, runId: string): string {
  const options = Object.entries({ ...asked, run: runId }).flatMap(([name, value]) =>
    [
      "scenario",
      "preset",
      "platform",
      "workload",
      "requests",
      "run",
      "prices",
      "arrivals",
      "draws",
      "seed",
    ].includes(name)
      ? [`--${name}`, ...[value].flat().map(String)]
      : [],
  );
  const large = asked.large ? ["--large"] : [];
  return ["npx", "portolan", "decide", ...options, ...large].map(shellWord).join(" ");
}
