/** A decision as Markdown: for a pull request, a wiki, a meeting. */
import type { FintechFigure } from "../model/cost/fintech-case.js";
import type { FlipReport } from "../model/decision/flip-conditions.js";
import { lengthsOf } from "../model/decision/token-costs.js";
import { BILL_COLUMNS, billRows } from "./bill-text.js";
import { COST_CAPTION, COST_COLUMNS, costRows } from "./cost-rows.js";
import type { DecisionReport } from "./decision-report.js";
import { exclusionText, listText } from "./decision-sentences.js";
import { flipSentence, switchSentence } from "./flip-sentences.js";
import { RUNG_COLUMNS, rungRows, rungSentences } from "./ladder.js";
import { LADDER_COLUMNS, ladderRows, ladderSentences } from "./lambda-ladder-text.js";
import { TOKEN_COST_COLUMNS, tokenCostCaption, tokenCostRows } from "./llm/token-costs.js";
import { heading, list, md, sections, table } from "./markdown.js";
import { OPTION_COLUMNS, optionRows } from "./option-rows.js";
import { otherRunWarning } from "./other-runs.js";

/** How many flip conditions are listed; the rest stay in the JSON. */
export const SHOWN_FLIPS = 12;

export function decisionMarkdown(report: DecisionReport, fintech: readonly FintechFigure[] = []): string {
  const { advice, decision, answer, reason, payback, flips, ladder, measure, notes, tokenCosts } = report;
  const { scenario, evidence, ranked, excluded, verdict } = decision;
  const rungs = rungRows(advice);
  const bill = ranked[0]?.cost.bill;
  return sections(
    heading(1, scenario.title),
    md`**${answer}**`,
    [reason, payback].filter((text) => text !== null && text !== "").join(" "),
    scenario.summary,
    ...(ranked.length > 0
      ? [heading(2, `Options for ${evidence.title}`), table(OPTION_COLUMNS, optionRows(decision))]
      : []),
    ...(rungs.length > 1 && advice.action.state !== "withheld"
      ? [
          heading(2, "The courses in order of effort"),
          table(RUNG_COLUMNS, rungs),
          list(rungSentences(advice)),
        ]
      : []),
    ...(ranked.length > 0
      ? [heading(2, "What the totals are made of"), COST_CAPTION, table(COST_COLUMNS, costRows(decision))]
      : []),
    ...(excluded.length > 0
      ? [
          heading(2, "Excluded"),
          list(excluded.map((one) => md`**${one.option.title}**: ${exclusionText(one)}`)),
        ]
      : []),
    ...(bill
      ? [
          heading(2, `The bill of ${ranked[0]!.option.title}, on average over the draws`),
          table(BILL_COLUMNS, billRows(bill)),
          list(bill.notes),
        ]
      : []),
    ...(tokenCosts.length > 0
      ? [
          heading(2, "What a million tokens cost"),
          tokenCostCaption(lengthsOf(decision)),
          table(TOKEN_COST_COLUMNS, tokenCostRows(tokenCosts)),
        ]
      : []),
    ...(ladder
      ? [
          heading(2, `Memory sizes of ${ladder.title}`),
          table(LADDER_COLUMNS, ladderRows(ladder)),
          list(ladderSentences(ladder)),
        ]
      : []),
    heading(2, "What would change this"),
    list(flipSentences(report)),
    ...(verdict.state !== "clear" && measure.length > 0
      ? [heading(2, "What to measure first"), list(measure.map(({ sentence }) => sentence))]
      : []),
    ...(fintech.length > 0
      ? [heading(2, "The case, recomputed"), table(FINTECH_COLUMNS, fintechRows(fintech))]
      : []),
    heading(2, "Notes"),
    list([...notes, ...provenance(report, flips.draws)]),
  );
}

export const FINTECH_COLUMNS = ["figure", "stated", "recomputed", "follows", "arithmetic", "why"] as const;

export function fintechRows(figures: readonly FintechFigure[]): string[][] {
  return figures.map(({ id, stated, recomputed, follows, arithmetic, why }) => [
    ...[id, stated, recomputed ?? "–", follows, arithmetic, why],
  ]);
}

/** Everything about flips as one list; a sentence where there is none. */
export function flipSentences(report: DecisionReport): string[] {
  return [...flipConditions(report), ...flipRemarks(report)];
}

/** The nearest flips, those of what is 0 or not set now, and every switch: each comes true or does not. */
export function flipConditions({ flips, decision }: DecisionReport): string[] {
  const { near, unset } = byDistance(flips);
  return [
    ...[...near.slice(0, SHOWN_FLIPS), ...unset].map((condition) => flipSentence(condition, decision)),
    ...flips.switches.map((condition) => switchSentence(condition, decision)),
  ];
}

/** What is said besides: conditions that are not listed, and inputs that flip nothing. */
export function flipRemarks({ flips }: DecisionReport): string[] {
  const { near, unset } = byDistance(flips);
  if (near.length + unset.length + flips.switches.length === 0)
    return ["Nothing: no input, moved alone within its bounds, changes the answer."];
  const more = near.length - SHOWN_FLIPS;
  return [
    ...(more > 0
      ? [
          more === 1
            ? "One further condition lies farther away; the JSON output lists it."
            : `${more} further conditions lie farther away; the JSON output lists them.`,
        ]
      : []),
    ...(flips.steady.length > 0 ? [steadyText(flips.steady.map(({ input }) => input.label))] : []),
  ];
}

function byDistance({ conditions }: FlipReport) {
  return {
    near: conditions.filter(({ distance }) => Number.isFinite(distance)),
    unset: conditions.filter(({ distance }) => !Number.isFinite(distance)),
  };
}

function steadyText(labels: readonly string[]): string {
  const shown = labels.slice(0, labels.length > 5 ? 4 : 5).map((label) => `“${label}”`);
  const names = labels.length > 5 ? [...shown, `${labels.length - 4} other inputs`] : shown;
  return `${listText(names)} ${names.length > 1 ? "change" : "changes"} nothing, however far each is moved alone.`;
}

export function provenance({ run, decision, grounds, seed }: DecisionReport, flipDraws: number): string[] {
  const { draws } = decision.simulation;
  const { region, date } = grounds.compile;
  return [
    `Measured in run ${run.runId} on ${run.environment.cpuModel}; prices of ${region} as of ${date}; ${draws.toLocaleString("en-US")} draws with seed ${seed}, ${flipDraws.toLocaleString("en-US")} for each step of the flip search.`,
    ...(run.others ?? []).map((other) => otherRunWarning(other, run)),
  ];
}
