import type { Command } from "commander";
import { decideAbout } from "../../src/model/decision/subject.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { answerAbout } from "../../src/report/advice.ts";
import {
  ADVICE_COLUMNS,
  adviceHeadline,
  adviceRows,
  adviceStandfirst,
  adviceTableJson,
  conditionsSentence,
} from "../../src/report/advice-table.ts";
import { list, markdownTable, sections } from "../../src/report/decision-markdown.ts";
import { type Asked, measuredSummary, scenarioOf } from "../decide/read-decision.ts";
import { knownOf } from "../decide/read-scenario.ts";
import { allSubjects } from "../decide/subjects.ts";
import { readPriceBook } from "../prices/read-prices.ts";
import { renderTable } from "./table.ts";
import { wrapped } from "./wrapped.ts";

type Options = Pick<Asked, "scenario" | "preset" | "run" | "prices"> & {
  readonly json?: boolean;
  readonly markdown?: boolean;
};

export function registerAdvise(program: Command): void {
  program
    .command("advise")
    .description(
      "say for every workload and recording what is fastest, and from which traffic each course pays",
    )
    .option("--scenario <file>", "the conditions (YAML, docs/scenarios.md)")
    .option("--preset <name>", "conditions that Portolan ships (default: default)")
    .option("--run <id>", "the run whose measurements to use; the newest by default")
    .option("--prices <file>", "prices that go before the book's (YAML, docs/prices.md)")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--markdown", "print as Markdown")
    .action((options: Options) => {
      if (options.json && options.markdown) throw new Error("--json and --markdown: choose one of them");
      process.stdout.write(`${adviceText(measuredSummary(options.run), options).trimEnd()}\n`);
    });
}

/** The overview's table for a terminal, or as Markdown or JSON. */
export function adviceText(summary: MeasuredSummary, options: Options = {}): string {
  const book = readPriceBook(options.prices);
  const scenario = scenarioOf(options, knownOf(book));
  const found = allSubjects(summary).map((subject) => decideAbout(subject, book, scenario));
  if (options.json) return JSON.stringify(adviceTableJson(found, scenario, summary.runId), null, 2);
  const headline = adviceHeadline(found, scenario);
  const standfirst = [...adviceStandfirst(found), conditionsSentence(scenario)].join(" ");
  const answers = found.map(
    (one) =>
      `${one.subject.workload.title}: ${one.state === "decided" ? answerAbout(one).join(" ") : one.reason}`,
  );
  if (options.markdown)
    return sections(
      `# ${headline}`,
      standfirst,
      markdownTable(ADVICE_COLUMNS, adviceRows(found)),
      list(answers),
      `Run ${summary.runId} on ${summary.environment.cpuModel}.`,
    );
  const columns = ADVICE_COLUMNS.filter((name) => name !== "what to do");
  const shown = adviceRows(found).map((row) => row.filter((_, i) => ADVICE_COLUMNS[i] !== "what to do"));
  return [
    wrapped(headline),
    wrapped(standfirst),
    renderTable(columns, shown),
    answers.map((answer) => wrapped(`- ${answer}`, 2)).join("\n"),
    "What changes it, and why: `npx portolan decide --workload <id>`. Your own conditions: --scenario or --preset.",
  ].join("\n\n");
}
