/** A decision in words: the answer, what supports it, and what a reader must know of it. */

import { actionOf } from "../model/decision/advice.js";
import type { Decision } from "../model/decision/decide.js";
import type { Gate } from "../model/decision/gates.js";
import type { ExcludedOption, RankedOption } from "../model/decision/ranked-option.js";
import { countText, formatShare, formatUsd } from "../model/format.js";
import type { Environment } from "../model/run-file.js";
import { centre, ends, isUncertain } from "../model/scenario/range.js";
import { batchClause, batchNote } from "./batching.js";
import { apiNotes } from "./llm/api.js";
import { breakEvenOf } from "./option-rows.js";
import { portabilityNotes } from "./portability.js";
import { p99Text, tailSentence } from "./tail.js";

/** Each gate as something that an option can fail. */
export const GATE_LABEL: Readonly<Record<Gate, string>> = {
  evidence: "evidence that can carry a verdict",
  output: "correct output",
  reach: "the place where it must run",
  device: "the need for data on the device",
  offline: "the need for offline use",
  sandbox: "the need for a sandbox",
  gpu: "times of the GPU that it would have",
  clients: "the share of clients served",
  memory: "the memory limit",
  limits: "the platform’s own limits",
  price: "a known price",
  p99: "the p99 limit",
  cold: "the cold-start limit",
  budget: "the budget",
};

/**
 * What the verdict on cost rests on, in words that stand after the recommendation or without it; empty where a profile
 * carries none, which has reasons of its own.
 */
export function reasonOf(decision: Decision): string {
  const { verdict, ranked, simulation } = decision;
  if (verdict.state === "none") return isWithheld(decision) ? "" : noneSentence(decision);
  const { leader, rival, probability, regretUsd, wrongShare } = verdict;
  const [first] = ranked as [RankedOption];
  const horizon = horizonText(decision);
  const cost = `${formatUsd(first.spread.totalUsd.mean)} over ${horizon}, with a bill of ${formatUsd(first.spread.billUsd.mean)} a month and ${p99Clause(first)}${batchClause(first.central.outcome.meanBatch)}`;
  if (rival === null) return `Nothing else passes the gates. It costs ${cost}.`;
  const draws = `${formatShare(probability)} of ${simulation.draws.toLocaleString("en-US")} draws`;
  const twins = listText(verdict.twins.map(({ title }) => title));
  switch (verdict.state) {
    case "clear":
      return twins === ""
        ? `It costs less than the closest alternative, ${rival.title}, in ${draws}: ${cost}.`
        : `It costs the same as ${twins} in every draw, and its p99 is no higher; it costs less than the closest other alternative, ${rival.title}, in ${draws}: ${cost}.`;
    case "even":
      if (regretUsd === 0)
        return `It costs the same as ${twins} in every draw, and its p99 is no higher: ${cost}.`;
      return `${leader.title} and ${rival.title} cost about the same: the first is cheaper in ${draws}, and the expected loss from choosing it now is ${formatUsd(regretUsd)} over ${horizon}. Choose by other reasons; the first costs ${cost}.`;
    case "unclear":
      return `${leader.title} is cheaper than ${rival.title} in only ${draws}. In ${formatShare(wrongShare)} of the draws another option is cheaper than it, by ${formatUsd(regretUsd / wrongShare)} on average, so that the expected loss from choosing it now is ${formatUsd(regretUsd)} over ${horizon}: measure before deciding.`;
  }
}

/** "a p99 of 38 ms", "no known latency". */
const p99Clause = ({ option: { target }, spread: { p99Ms } }: RankedOption): string =>
  target.tail.state === "unknown" ? "no known latency" : `a p99 of ${p99Text(target, p99Ms.p50)}`;

/** Whether no option passes because the profile cannot carry a verdict on any. */
export const isWithheld = (decision: Decision): boolean => actionOf(decision).state === "withheld";

/** "24 months", with its range where it has one: totals are means over that. */
export function horizonText({ scenario: { horizonMonths: range } }: Pick<Decision, "scenario">): string {
  const [low, high] = ends(range);
  const span = isUncertain(range) ? ` (${countText(low)} to ${countText(high)})` : "";
  const months = centre(range);
  return `${countText(months)}${span} ${months === 1 ? "month" : "months"}`;
}

export const horizonMonths = ({ scenario }: Pick<Decision, "scenario">): number =>
  centre(scenario.horizonMonths);

function noneSentence({ verdict, excluded }: Decision): string {
  if (excluded.length === 0)
    return "No option: none of the measured targets runs on the platforms of the scenario. Add a platform, or measure another target.";
  const gates = verdict.state === "none" ? verdict.gates.map((gate) => GATE_LABEL[gate as Gate]) : [];
  return `No option passes: of ${excluded.length}, every one fails ${listText(gates, "or")}. Loosen a requirement, or add a platform.`;
}

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[], word: "and" | "or" = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

/** Why an option is out: each gate that it fails, with its evidence. */
export function exclusionText({ gates }: Pick<ExcludedOption, "gates">): string {
  return gates
    .filter(({ passed }) => passed === "no")
    .map(({ gate, evidence }) => `${GATE_LABEL[gate]}: ${evidence}`)
    .join("; ");
}

/** When the leader has paid for itself, as a sentence; null where it is today's, or has nothing to compare with. */
export function paybackSentence(decision: Decision): string | null {
  const [first] = decision.ranked;
  if (first === undefined || first.option.isToday) return null;
  const { title } = first.option;
  const even = breakEvenOf(decision, first);
  const unmet = unmetByStaying(decision);
  const but = unmet === "" ? "" : `, but staying fails ${unmet}`;
  switch (even?.state) {
    case "always":
      return `${title} costs less than staying from the first month on.`;
    case "from":
      return even.month <= horizonMonths(decision)
        ? `${title} has paid for itself against staying by month ${even.month.toLocaleString("en-US")}.`
        : `${title} has paid for itself against staying only by month ${even.month.toLocaleString("en-US")}, beyond the horizon${but}.`;
    case "until":
      return `${title} costs less than staying up to month ${even.month.toLocaleString("en-US")}, and more from then on${but}.`;
    case "never":
      return `${title} never pays for itself against staying${but}.`;
    default:
      return null;
  }
}

/** The gates that staying fails, as a list; empty where it passes. */
export function unmetByStaying({ excluded }: Decision): string {
  const today = excluded.find(({ option }) => option.isToday);
  const failed = today?.gates.filter(({ passed }) => passed === "no") ?? [];
  return listText(failed.map(({ gate }) => GATE_LABEL[gate]));
}

/** What limits the answer: too few samples, unproven output, forecast targets, what was not measured. */
export function decisionNotes(decision: Decision, { arch }: Pick<Environment, "arch">): string[] {
  const ranked = decision.ranked.map(({ option }) => option.target);
  const notes = [tailSentence(ranked, decision.evidence.workload)].filter((note) => note !== null);
  if (ranked.some(({ basis }) => basis === "forecast"))
    notes.push(
      "It was profiled, not measured: today’s time is the profile’s, and every port is a forecast with the interval that `npx portolan calibrate` scores. Nobody ran a port or compared its output.",
    );
  const here = arch === "arm64" ? "arm" : "x86";
  const foreign = decision.ranked.flatMap(({ option: { platform } }) =>
    platform.architecture !== null && platform.architecture !== here ? [platform.title] : [],
  );
  if (foreign.length > 0)
    notes.push(
      `Nothing was measured on the kind of core that ${listText([...new Set(foreign)])} ${new Set(foreign).size === 1 ? "has" : "have"} (measured: ${arch}): there, the time is this machine’s times the assumed “Server core”.`,
    );
  notes.push(...apiNotes(decision));
  const batches = batchNote(decision);
  if (batches !== null) notes.push(batches);
  notes.push(...portabilityNotes(decision.ranked));
  for (const { title, reason } of decision.evidence.absent)
    notes.push(`${title} takes no part: ${reason.replace(/\.$/, "")}.`);
  notes.push(
    "Prices are on demand, without discounts; ranges marked “assumption” are the scenario’s, not measurements.",
  );
  return notes;
}

/** Whose rhythm the cold starts follow. */
export function arrivalsNote(ownArrivalsMs: Float64Array): string {
  const hours = ownArrivalsMs.at(-1)! / 3_600_000;
  return `Cold starts follow the ${ownArrivalsMs.length.toLocaleString("en-US")} requests of your own file, which span ${Number(hours.toPrecision(3)).toLocaleString("en-US")} hours; they keep that rate whatever the scenario’s traffic.`;
}
