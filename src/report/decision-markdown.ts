/** A decision as Markdown: for a pull request, a wiki, a meeting. */
import type { FintechFigure } from "../model/cost/fintech-case.js";
import type { FlipReport } from "../model/decision/flip-conditions.js";
import { BILL_COLUMNS, billRows } from "./bill-text.js";
import { COST_CAPTION, COST_COLUMNS, costRows } from "./cost-rows.js";
import type { DecisionReport } from "./decision-report.js";
import { exclusionText, listText } from "./decision-sentences.js";
import { flipSentence, switchSentence } from "./flip-sentences.js";
import { RUNG_COLUMNS, rungRows, rungSentences } from "./ladder.js";
import { LADDER_COLUMNS, ladderRows, ladderSentences } from "./lambda-ladder-text.js";
import { OPTION_COLUMNS, optionRows } from "./option-rows.js";

/** How many flip conditions are listed; the rest stay in the JSON. */
export const SHOWN_FLIPS = 12;

export function decisionMarkdown(report: DecisionReport, fintech: readonly FintechFigure[] = []): string {
  const { advice, decision, answer, reason, payback, flips, ladder, measure, notes } = report;
  const { scenario, evidence, ranked, excluded, verdict } = decision;
  const rungs = rungRows(advice);
  const bill = ranked[0]?.cost.bill;
  return sections(
    `# ${scenario.title}`,
    `**${answer}**`,
    [reason, payback].filter((text) => text !== null && text !== "").join(" "),
    scenario.summary,
    ranked.length > 0 &&
      `## Options for ${evidence.title}\n\n${markdownTable(OPTION_COLUMNS, optionRows(decision))}`,
    rungs.length > 1 &&
      advice.action.state !== "withheld" &&
      `## The courses in order of effort\n\n${markdownTable(RUNG_COLUMNS, rungs)}\n\n${list(rungSentences(advice))}`,
    ranked.length > 0 &&
      `## What the totals are made of\n\n${COST_CAPTION}\n\n${markdownTable(COST_COLUMNS, costRows(decision))}`,
    excluded.length > 0 &&
      `## Excluded\n\n${list(excluded.map((one) => `**${one.option.title}**: ${exclusionText(one)}`))}`,
    bill &&
      `## The bill of ${ranked[0]!.option.title}, on average over the draws\n\n${markdownTable(BILL_COLUMNS, billRows(bill))}\n\n${list(bill.notes)}`,
    ladder &&
      `## Memory sizes of ${ladder.title}\n\n${markdownTable(LADDER_COLUMNS, ladderRows(ladder))}\n\n${list(ladderSentences(ladder))}`,
    `## What would change this\n\n${list(flipSentences(report))}`,
    verdict.state !== "clear" &&
      measure.length > 0 &&
      `## What to measure first\n\n${list(measure.map(({ sentence }) => sentence))}`,
    fintech.length > 0 &&
      `## The case, recomputed\n\n${markdownTable(FINTECH_COLUMNS, fintechRows(fintech))}`,
    `## Notes\n\n${list([...notes, ...provenance(report, flips.draws)])}`,
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
  ];
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

const escaped = (cell: string) => cell.replaceAll("|", "\\|").replaceAll("\n", " ");

export const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

/** Sections apart by an empty line; what is empty or false is left out. */
export function sections(...parts: readonly (string | false | null | undefined)[]): string {
  return `${parts.filter((part) => typeof part === "string" && part !== "").join("\n\n")}\n`;
}
