/** The finding that each chart of a workload's page has as its title. Pure functions of the measurements. */

import { formatBytes, formatEstimateMs, formatMs, formatShare, formatUsd } from "../model/format.js";
import type { MeasuredTarget } from "../model/measured-target.js";
import { dominantBucket, type RuleVerdict } from "../model/rules.js";
import type { MeasuredCell } from "../model/summary.js";
import { COLD_PHASE_LABEL, largestPhase } from "./cold-phases.js";
import type { CostOfTarget } from "./cost-of-targets.js";
import { BUCKET_IN_PROSE } from "./today.js";
import { counted, factor, inWords, named } from "./words.js";

/** What the fastest target does to the bucket that dominates the baseline. */
export function bucketFinding(measured: readonly MeasuredTarget[], baseline: MeasuredCell | null): string {
  const fastest = measured[0];
  if (!fastest) return "No target was measured.";
  if (!baseline) return `${named(fastest.target)} is fastest, at ${formatEstimateMs(fastest.cell.p50Ms)}.`;
  const { bucket, ms, share } = dominantBucket(baseline.attribution);
  const today = `${formatShare(share)} of today’s ${formatEstimateMs(baseline.p50Ms)} is ${BUCKET_IN_PROSE[bucket]}`;
  if (fastest.cell === baseline) return `${today}, and no target is faster.`;
  const after = fastest.cell.attribution.bucketMs[bucket];
  return `${today}; ${named(fastest.target)}, the fastest target, takes it from ${formatMs(ms, 2)} to ${formatMs(after, 2)}.`;
}

export function ruleFinding(verdicts: readonly RuleVerdict[]): string {
  const decided = verdicts.filter(({ agrees }) => agrees !== null);
  const holds = decided.filter(({ agrees }) => agrees).length;
  if (decided.length === 0) return "The measurements decide none of the rule’s predictions.";
  const undecided = verdicts.length - decided.length;
  const rest =
    undecided > 0 ? ` ${inWords(undecided)} more ${undecided === 1 ? "is" : "are"} undecided.` : "";
  const sentence =
    holds === decided.length
      ? `The rule holds in all ${counted(holds, "case")} that the measurements decide.`
      : `The rule holds in ${holds === 0 ? "none of the" : `${inWords(holds)} of`} ${counted(decided.length, "case")} that the measurements decide.`;
  return sentence + (rest && ` ${rest.trim().charAt(0).toUpperCase()}${rest.trim().slice(1)}`);
}

/** The least and the most variable target, by the spread of the middle 90 % of the drawn iterations. */
export function latencyFinding(measured: readonly MeasuredTarget[]): string {
  const fastest = measured[0];
  const slowest = measured.at(-1);
  if (!fastest || !slowest) return "No target was measured.";
  if (fastest === slowest)
    return `${named(fastest.target)} takes ${formatEstimateMs(fastest.cell.p50Ms)} at the median.`;
  const range = `From ${formatEstimateMs(fastest.cell.p50Ms)} on ${named(fastest.target)} to ${formatEstimateMs(slowest.cell.p50Ms)} on ${named(slowest.target)} at the median`;
  const widest = [...measured].sort((a, b) => relativeRange(b.cell) - relativeRange(a.cell))[0]!;
  const times = relativeRange(widest.cell);
  if (times < 1.2) return `${range}; every target is steady.`;
  return `${range}; ${named(widest.target)} varies most, ${factor(times)}-fold.`;
}

function relativeRange({ quantilesMs }: MeasuredCell): number {
  const [least, most] = [quantilesMs[0], quantilesMs.at(-1)];
  return least && most ? most / least : 1;
}

export function coldFinding(measured: readonly MeasuredTarget[]): string {
  const byCold = [...measured].sort((a, b) => a.cell.coldTotalMs.value - b.cell.coldTotalMs.value);
  const [first, last] = [byCold[0], byCold.at(-1)];
  if (!first || !last) return "No target was measured.";
  const phase = largestPhase(last.cell);
  return `${named(first.target)} is ready first, after ${formatMs(first.cell.coldTotalMs.value, 2)}; ${named(last.target)} takes ${formatMs(last.cell.coldTotalMs.value, 2)}, most of it ${COLD_PHASE_LABEL[phase].toLowerCase()}.`;
}

export function memoryFinding(measured: readonly MeasuredTarget[]): string {
  const known = measured.filter(({ cell }) => cell.peakRssBytes !== null);
  const sorted = [...known].sort((a, b) => a.cell.peakRssBytes! - b.cell.peakRssBytes!);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return "Peak memory was not measured.";
  if (least === most) return `${named(least.target)} peaks at ${formatBytes(least.cell.peakRssBytes!, 2)}.`;
  return `${named(least.target)} needs least, ${formatBytes(least.cell.peakRssBytes!, 2)}; ${named(most.target)} most, ${formatBytes(most.cell.peakRssBytes!, 2)}.`;
}

/** @param rows cheapest first */
export function costFinding(rows: readonly CostOfTarget[]): string {
  const [cheapest, dearest] = [rows[0], rows.at(-1)];
  if (!cheapest || !dearest) return "Nothing is billed under these conditions.";
  const least = `${formatUsd(cheapest.per1000Usd)} per 1,000 requests`;
  if (cheapest === dearest || dearest.per1000Usd === cheapest.per1000Usd)
    return `${named(cheapest)} is billed ${least}${cheapest === dearest ? "" : ", and so are all others"}.`;
  const than =
    cheapest.per1000Usd > 0
      ? `${factor(dearest.per1000Usd / cheapest.per1000Usd)} times that`
      : formatUsd(dearest.per1000Usd);
  return `${named(cheapest)} has the lowest bill, ${least}; ${named(dearest)} the highest, ${than}.`;
}
