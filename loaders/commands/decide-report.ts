import type { FintechFigure } from "../../src/model/cost/fintech-case.ts";
import type { LambdaLadderView } from "../../src/model/decision/lambda-ladder-view.ts";
import { lengthsOf } from "../../src/model/decision/token-costs.ts";
import { BILL_COLUMNS, billRows, priceSentences } from "../../src/report/bill-text.ts";
import { COST_CAPTION, COST_COLUMNS, costRows } from "../../src/report/cost-rows.ts";
import { flipSentences, provenance } from "../../src/report/decision-markdown.ts";
import type { DecisionReport } from "../../src/report/decision-report.ts";
import { exclusionText } from "../../src/report/decision-sentences.ts";
import { LADDER_COLUMNS, ladderRows, ladderSentences } from "../../src/report/lambda-ladder-text.ts";
import { TOKEN_COST_COLUMNS, tokenCostCaption, tokenCostRows } from "../../src/report/llm/token-costs.ts";
import { OPTION_COLUMNS, optionRows } from "../../src/report/option-rows.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

/** Options whose total is taken apart on a screen; Markdown and JSON have all. */
const MADE_OF = 5;

/** What `portolan decide` prints for a person: the answer first. */
export function decideText(
  report: DecisionReport,
  fintech: readonly FintechFigure[] = [],
  { ladder: everySize = false }: { readonly ladder?: boolean } = {},
): string {
  const { decision, answer, reason, payback, measure, notes, flips, ladder, tokenCosts } = report;
  const { ranked, excluded, scenario, evidence } = decision;
  const bill = ranked[0]?.cost.bill;
  const parts = [
    wrapped(answer),
    wrapped([reason, payback].filter((text) => text !== null && text !== "").join(" ")),
    `${scenario.title}: ${evidence.title}${scenario.summary === "" ? "" : `\n${wrapped(scenario.summary)}`}`,
    ranked.length > 0 ? renderTable(OPTION_COLUMNS, optionRows(decision)) : "",
    ranked.length > 0
      ? [
          "What the totals are made of",
          renderTable(COST_COLUMNS, costRows(decision).slice(0, MADE_OF)),
          wrapped(COST_CAPTION),
        ].join("\n")
      : "",
    listed(
      "Excluded",
      excluded.map((one) => `${one.option.title}: ${exclusionText(one)}`),
    ),
    bill
      ? [
          `The bill of ${ranked[0]!.option.title}, on average over the draws`,
          // The sources are long: they follow the table.
          renderTable(
            BILL_COLUMNS.slice(0, -1),
            billRows(bill).map((row) => row.slice(0, -1)),
          ),
          bullets([...priceSentences(bill), ...bill.notes]),
        ].join("\n")
      : "",
    tokenCosts.length > 0
      ? [
          "What a million tokens cost",
          renderTable(TOKEN_COST_COLUMNS, tokenCostRows(tokenCosts)),
          wrapped(tokenCostCaption(lengthsOf(decision))),
        ].join("\n")
      : "",
    ladder ? ladderText(ladder, everySize) : "",
    listed("What would change this", flipSentences(report)),
    listed(
      "What to measure next",
      measure.map(({ sentence }) => sentence),
    ),
    listed("The case, recomputed from what it states", fintech.map(fintechText)),
    listed("Notes", [...notes, ...provenance(report, flips.draws)]),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** One sentence, and the whole ladder where it is asked for. */
function ladderText(ladder: LambdaLadderView, everySize: boolean): string {
  const sentences = ladderSentences(ladder);
  return everySize
    ? [
        `Memory sizes of ${ladder.title}`,
        renderTable(LADDER_COLUMNS, ladderRows(ladder)),
        bullets(sentences),
      ].join("\n")
    : listed("Memory sizes on Lambda (--ladder lists them)", sentences.slice(0, 1));
}

function fintechText({ id, stated, recomputed, arithmetic, follows, why }: FintechFigure): string {
  const verdict = { yes: "follows", no: "does not follow", "cannot be told": "cannot be told" }[follows];
  const given = recomputed === null ? "" : ` Recomputed: ${recomputed}.`;
  return `${id}: stated ${stated}; ${verdict}.${given} ${arithmetic}. ${why}`;
}

function listed(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title}\n${bullets(items)}`;
}

const bullets = (items: readonly string[]) => items.map((item) => wrapped(`- ${item}`, 2)).join("\n");
