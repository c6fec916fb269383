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
import { heading, list, sections, table } from "../../src/report/markdown.ts";
import { readPriceBook } from "../prices/read-prices.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";
import { type Asked, scenarioOf } from "./read-decision.ts";
import { knownOf } from "./read-scenario.ts";
import { knownSubjects } from "./subjects.ts";

export type AdviceAsked = Pick<Asked, "scenario" | "preset" | "prices"> & {
  readonly json?: boolean;
  readonly markdown?: boolean;
};

/** The overview's table for a terminal, or as Markdown or JSON. */
export function adviceText(summary: MeasuredSummary, options: AdviceAsked = {}): string {
  const book = readPriceBook(options.prices);
  const scenario = scenarioOf(options, knownOf(book));
  const found = knownSubjects(summary).map((subject) => decideAbout(subject, book, scenario));
  if (options.json) return JSON.stringify(adviceTableJson(found, scenario, summary.runId), null, 2);
  const headline = adviceHeadline(found, scenario);
  const standfirst = [...adviceStandfirst(found), conditionsSentence(scenario)].join(" ");
  const answers = found.map(
    (one) =>
      `${one.subject.workload.title}: ${one.state === "decided" ? answerAbout(one).join(" ") : one.reason}`,
  );
  if (options.markdown)
    return sections(
      heading(1, headline),
      standfirst,
      table(ADVICE_COLUMNS, adviceRows(found)),
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
