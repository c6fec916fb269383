/** The options of a decision record: what speaks for and against each, and a line for those that are out of the race. */

import type { Decision } from "../model/decision/decide.js";
import type { ExcludedOption, RankedOption } from "../model/decision/ranked-option.js";
import { formatShare, formatUsd } from "../model/format.js";
import {
  exclusionText,
  GATE_LABEL,
  horizonMonths,
  horizonText,
  listText,
  unmetByStaying,
} from "./decision-sentences.js";
import { breakEvenOf, breakEvenText } from "./option-rows.js";
import { portabilityText, REVIEW_REASON } from "./portability.js";
import { latencyText, p99Text } from "./tail.js";

/** Dominated, and neither the first nor today's: worth a line, not a section. */
export const isMinor = ({ dominatedBy, option }: RankedOption): boolean =>
  dominatedBy !== null && !option.isToday;

/** "Python on AWS Lambda, x86 (as today)", with a capital. */
export function labelOf({ title, isToday }: RankedOption["option"]): string {
  return `${title[0]!.toUpperCase()}${title.slice(1)}${isToday ? " (as today)" : ""}`;
}

export function prosAndCons(decision: Decision, one: RankedOption): string[] {
  const { spread, fastest, dominatedBy, option, gates, people } = one;
  const unknown = gates.filter(({ passed }) => passed === "unknown");
  return [
    costPoint(decision, one),
    `${fastest > 0.5 ? "Good" : "Neutral"}, because its p99 is ${p99Text(option.target, spread.p99Ms.p50)} and a cold request takes ${latencyText(spread.coldMs.p50)}.`,
    option.isToday ? "Good, because it is what runs today." : paybackPoint(decision, one),
    ...(dominatedBy === null ? [] : [`Bad, because ${dominationText(one)}.`]),
    ...unknown.map(({ gate, evidence }) => `Neutral, because ${GATE_LABEL[gate]} is unproven: ${evidence}.`),
    ...(people.reviewed ? [`Bad, because ${REVIEW_REASON}.`] : []),
    ...(decision.scenario.platforms.length > 1 && !option.platform.sells ? [portabilityPoint(one)] : []),
  ];
}

function costPoint(decision: Decision, one: RankedOption): string {
  const { spread, cheapest, option } = one;
  const { verdict, ranked } = decision;
  const leader = ranked[0]!;
  const cost = `it costs ${costText(decision, one)}`;
  const twins = verdict.state === "none" ? [] : verdict.twins;
  if (one === leader) {
    const alone = twins.length === 0;
    const least = alone
      ? `it is the cheapest in ${formatShare(cheapest)} of the draws`
      : `no other is cheaper on average`;
    return `Good, because ${cost}; ${least}.`;
  }
  if (twins.includes(option)) return `Neutral, because ${cost}: the same as the first in every draw.`;
  const more = spread.totalUsd.mean - leader.spread.totalUsd.mean;
  return more > 0
    ? `Bad, because ${cost}: ${formatUsd(more)} more than the first.`
    : `Neutral, because ${cost}: as much as the first on average.`;
}

/** "$84,600 over 24 months (…), made of $5,970 of work once, $47,300 of people and $31,400 of bills ($1,420 a month)". */
export function costText(decision: Decision, { spread, cost }: RankedOption): string {
  const { totalUsd, billUsd } = spread;
  const parts = listText([
    ...(cost.onceUsd > 0 ? [`${formatUsd(cost.onceUsd)} of work once`] : []),
    `${formatUsd(cost.peopleUsd)} of people`,
    `${formatUsd(cost.billsUsd ?? 0)} of bills (${formatUsd(billUsd.mean)} a month)`,
  ]);
  return `${formatUsd(totalUsd.mean)} over ${horizonText(decision)} (nine times in ten ${formatUsd(totalUsd.p5)} to ${formatUsd(totalUsd.p95)}), made of ${parts}`;
}

function paybackPoint(decision: Decision, one: RankedOption): string {
  const { onceUsd } = one.cost;
  const even = breakEvenOf(decision, one);
  const when = breakEvenText(even, false);
  const unmet = unmetByStaying(decision);
  // Nobody can hold against an option that it costs more than what is not allowed.
  const word = unmet === "" ? "Bad" : "Neutral";
  const staying = unmet === "" ? "staying" : `staying, which fails ${unmet},`;
  const work = onceUsd > 0 ? `the ${formatUsd(onceUsd)} that it takes` : "it";
  switch (even?.state) {
    case "always":
      return "Good, because it costs less than staying from the first month on.";
    case "from":
      return even.month <= horizonMonths(decision)
        ? `Good, because it pays back against staying ${when}, after ${formatUsd(onceUsd)} of work.`
        : `${word}, because ${work} comes back against ${staying} only ${when}, beyond the horizon.`;
    case "until":
      return even.month < horizonMonths(decision)
        ? `${word}, because it costs less than ${staying} only ${when}.`
        : `Good, because it costs less than staying ${when}, which is beyond the horizon.`;
    case "never":
      return onceUsd > 0
        ? `${word}, because ${work} never comes back against ${staying.replace(/,$/, "")}.`
        : `${word}, because it never costs less than ${staying.replace(/,$/, "")}.`;
    default:
      return "Neutral, because nobody knows what staying costs: it has no price.";
  }
}

function portabilityPoint({ portability: { on, of } }: RankedOption): string {
  const word = on.length === of ? "Good" : on.length === 1 ? "Bad" : "Neutral";
  return `${word}, because ${portabilityText({ on: on.map(({ title }) => title), of })}.`;
}

const dominationText = ({ dominatedBy }: RankedOption) =>
  `${dominatedBy!.title} is no worse in total cost, p99 and cold start, and better in at least one of them`;

export const dominatedText = (one: RankedOption): string =>
  `${labelOf(one.option)} (${formatUsd(one.spread.totalUsd.mean)} in total, p99 ${p99Text(one.option.target, one.spread.p99Ms.p50)}): bad, because ${dominationText(one)}.`;

export function excludedText(one: ExcludedOption): string {
  const { bill } = one.cost;
  const would = bill ? `; its bill would be ${formatUsd(bill.totalUsd)} a month` : "";
  return `${labelOf(one.option)}: bad, because it fails ${exclusionText(one)}${would}.`;
}
