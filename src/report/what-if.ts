/** What the what-if page says of its answer, beside what every output says. */
import { formatShare, formatUsd } from "../model/format.js";
import type { Answer, OptionFacts, RankedAnswer } from "./answer.js";
import { UNKNOWN, usdRange, VERDICT_LABEL } from "./answer-rows.js";
import { exclusionText, horizonText } from "./decision-sentences.js";
import { breakEvenText } from "./option-rows.js";
import { p99Text } from "./tail.js";

/** Confidence, bill and p99 in brief; what there is of them. */
export function briefFacts({ verdict, ranked }: Answer): string[] {
  const [leader] = ranked;
  if (leader === undefined) return [];
  const { option, spread } = leader;
  return [
    verdict.probability === null ? VERDICT_LABEL[verdict.state] : formatShare(verdict.probability),
    `${formatUsd(spread.billUsd.mean)} a month`,
    `p99 ${p99Text(option.target, spread.p99Ms.p50)}`,
  ];
}

/** As a screen reader hears it. */
export function spokenAnswer(answer: Answer): string {
  const [leader] = answer.ranked;
  const why = answer.advice?.sentences.join(" ") || answer.reason;
  if (leader === undefined) return `${answer.action} ${why}`;
  const { option, spread } = leader;
  return `${answer.action} ${why} Bill ${formatUsd(spread.billUsd.mean)} a month, p99 ${p99Text(option.target, spread.p99Ms.p50)}.`;
}

/** What is to be known of an option beside its title. */
export function optionTags({ isToday, target }: OptionFacts, baseline: string): string[] {
  const profiled = target.target === baseline ? "as profiled" : "forecast, not measured";
  return [...(isToday ? ["runs today"] : []), ...(target.basis === "forecast" ? [profiled] : [])];
}

/** "Excluded: the p99 limit: keeps 50 ms in 3 % of the draws."; null for an option that is ranked. */
export function exclusionSentence({ excluded }: Pick<Answer, "excluded">, option: string): string | null {
  const found = excluded.find((one) => one.option.id === option);
  return found ? `Excluded: ${exclusionText(found)}.` : null;
}

type ComparisonRow = readonly [label: string, read: (answer: Answer) => string];

/** What is set side by side of several scenarios. */
export const COMPARISON_ROWS: readonly ComparisonRow[] = [
  ["Workload", ({ subject }) => subject.title],
  ["Requests a month", ({ scenario }) => requestsText(scenario.requestsPerMonth)],
  ["What to do", ({ action }) => action],
  ["What is fastest", ({ advice }) => advice?.sentences.join(" ") || UNKNOWN],
  [
    "Confidence",
    ({ verdict: { state, probability } }) =>
      probability === null ? VERDICT_LABEL[state] : `${formatShare(probability)}, ${VERDICT_LABEL[state]}`,
  ],
  [
    "Bill a month",
    ofLeader(({ spread: { billUsd } }) => `${formatUsd(billUsd.mean)} (${usdRange(billUsd)})`),
  ],
  [
    "Cost over the horizon",
    (answer) =>
      ofLeader(({ spread: { totalUsd } }) => `${formatUsd(totalUsd.mean)}, ${horizonText(answer)}`)(answer),
  ],
  ["p99", ofLeader(({ option, spread: { p99Ms } }) => p99Text(option.target, p99Ms.p50))],
  ["Pays back", ofLeader(({ breakEven, option }) => breakEvenText(breakEven, option.isToday))],
];

function requestsText(range: Answer["scenario"]["requestsPerMonth"]): string {
  const text = (value: number) => value.toLocaleString("en-US");
  if (range.kind === "value") return text(range.value);
  return range.kind === "triangle"
    ? `${text(range.mode)} (${text(range.min)} to ${text(range.max)})`
    : `${text(range.p5)} to ${text(range.p95)}`;
}

function ofLeader(read: (leader: RankedAnswer) => string): (answer: Answer) => string {
  return ({ ranked: [leader] }) => (leader === undefined ? UNKNOWN : read(leader));
}
