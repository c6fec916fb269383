/** What the what-if page says of its answer, beside what every output says. */
import { formatShare, formatUsd } from "../model/format.js";
import type { Answer, OptionFacts, RankedAnswer } from "./answer.js";
import { exclusionText, horizonText } from "./decision-sentences.js";
import { breakEvenText } from "./option-rows.js";
import { p99Range, p99Text, rangeText } from "./tail.js";

const VERDICT_LABEL: Readonly<Record<Answer["verdict"]["state"], string>> = {
  clear: "clear",
  even: "a toss-up that costs little",
  unclear: "open",
  none: "nothing to choose",
};

/** One figure of the answer, with what it is to be read with. */
interface AnswerFact {
  readonly label: string;
  /** Null where the answer has not come to it yet. */
  readonly value: string | null;
  readonly note: string;
  /** Whether it is no measurement, and should not look like one. */
  readonly modelled?: boolean;
}

const UNKNOWN = "—";

/** Always the same facts in the same order, whatever is known of them. */
export function answerFacts(answer: Answer): AnswerFact[] {
  const [leader] = answer.ranked;
  const { verdict, draws, advice } = answer;
  const bill = leader?.spread.billUsd;
  const total = leader?.spread.totalUsd;
  return [
    verdict.probability === null
      ? { label: "Confidence", value: VERDICT_LABEL[verdict.state], note: "" }
      : {
          label: "Confidence",
          value: formatShare(verdict.probability),
          note: `${VERDICT_LABEL[verdict.state]}; ${draws.toLocaleString("en-US")} draws`,
        },
    {
      label: "Bill a month",
      value: bill ? formatUsd(bill.mean) : UNKNOWN,
      note: bill ? usdRange(bill) : "",
    },
    {
      label: "Cost, people included",
      value: total ? formatUsd(total.mean) : UNKNOWN,
      note: total ? `${usdRange(total)} in ${horizonText(answer)}` : "",
    },
    leader ? p99Fact(leader) : { label: "p99", value: UNKNOWN, note: "" },
    paysFact(advice),
  ];
}

function p99Fact({ option, spread: { p99Ms } }: RankedAnswer): AnswerFact {
  return {
    label: "p99",
    value: p99Text(option.target, p99Ms.p50),
    note: p99Range(option.target, p99Ms),
    modelled: option.target.tail.state !== "measured",
  };
}

function paysFact(advice: Answer["advice"]): AnswerFact {
  const label = "The fastest pays";
  if (advice === null) return { label, value: null, note: "" };
  const { paysFrom } = advice;
  if (paysFrom === null) return { label, value: UNKNOWN, note: "" };
  return { label, value: paysFrom.value, note: `requests a month, for ${paysFrom.of}` };
}

/** "$4.2 to $11": nine draws in ten. */
export const usdRange = ({ p5, p95 }: { readonly p5: number; readonly p95: number }): string =>
  rangeText(p5, p95, formatUsd);

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
