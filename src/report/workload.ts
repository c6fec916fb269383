/** The finding that each chart of a workload's page has as its title. Pure functions of the measurements. */
import type { Option } from "../model/advice.js";
import type { BucketOrUnattributed } from "../model/buckets.js";
import { formatBytes, formatEstimateMs, formatMs, formatShare, formatUsd } from "../model/format.js";
import { dominantBucket, type RuleVerdict } from "../model/rules.js";
import type { MeasuredCell } from "../model/summary.js";
import { COLD_PHASE_LABEL, largestPhase } from "./cold-phases.js";
import { counted, factor, inWords, named } from "./words.js";

const IN_PROSE: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter glue",
  compute: "model compute",
  io: "IO and marshalling",
  unattributed: "unattributed time",
};

/** What the fastest target does to the bucket that dominates the baseline. */
export function bucketFinding(options: readonly Option[], baseline: MeasuredCell | null): string {
  const fastest = options[0];
  if (!fastest) return "No target was measured.";
  if (!baseline) return `${named(fastest.target)} is fastest, at ${formatEstimateMs(fastest.latencyMs)}.`;
  const { bucket, ms, share } = dominantBucket(baseline.attribution);
  const today = `${formatShare(share)} of today’s ${formatEstimateMs(baseline.p50Ms)} is ${IN_PROSE[bucket]}`;
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
export function latencyFinding(options: readonly Option[]): string {
  const fastest = options[0];
  const slowest = options.at(-1);
  if (!fastest || !slowest) return "No target was measured.";
  if (fastest === slowest)
    return `${named(fastest.target)} takes ${formatEstimateMs(fastest.latencyMs)} at the median.`;
  const range = `From ${formatEstimateMs(fastest.latencyMs)} on ${named(fastest.target)} to ${formatEstimateMs(slowest.latencyMs)} on ${named(slowest.target)} at the median`;
  const widest = [...options].sort((a, b) => relativeRange(b.cell) - relativeRange(a.cell))[0]!;
  const times = relativeRange(widest.cell);
  if (times < 1.2) return `${range}; every target is steady.`;
  return `${range}; ${named(widest.target)} varies most, ${factor(times)}-fold.`;
}

function relativeRange({ quantilesMs }: MeasuredCell): number {
  const [least, most] = [quantilesMs[0], quantilesMs.at(-1)];
  return least && most ? most / least : 1;
}

export function coldFinding(options: readonly Option[]): string {
  const byCold = [...options].sort((a, b) => a.coldMs - b.coldMs);
  const [first, last] = [byCold[0], byCold.at(-1)];
  if (!first || !last) return "No target was measured.";
  const phase = largestPhase(last.cell);
  return `${named(first.target)} is ready first, after ${formatMs(first.coldMs, 2)}; ${named(last.target)} takes ${formatMs(last.coldMs, 2)}, most of it ${COLD_PHASE_LABEL[phase].toLowerCase()}.`;
}

export function memoryFinding(options: readonly Option[]): string {
  const known = options.filter(({ memoryBytes }) => memoryBytes !== null);
  const sorted = [...known].sort((a, b) => a.memoryBytes! - b.memoryBytes!);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return "Peak memory was not measured.";
  if (least === most) return `${named(least.target)} peaks at ${formatBytes(least.memoryBytes!, 2)}.`;
  return `${named(least.target)} needs least, ${formatBytes(least.memoryBytes!, 2)}; ${named(most.target)} most, ${formatBytes(most.memoryBytes!, 2)}.`;
}

export function costFinding(options: readonly Option[]): string {
  const priced = options.flatMap(({ target, cost }) =>
    cost.state === "priced" ? [{ target, usd: cost.usd.value }] : [],
  );
  const sorted = priced.sort((a, b) => a.usd - b.usd);
  const [cheapest, dearest] = [sorted[0], sorted.at(-1)];
  if (!cheapest || !dearest) return "Nothing is billed under these conditions.";
  if (cheapest === dearest)
    return `${named(cheapest.target)} costs ${formatUsd(cheapest.usd)} per 1,000 requests.`;
  const times = factor(dearest.usd / cheapest.usd);
  return `${named(cheapest.target)} is cheapest, ${formatUsd(cheapest.usd)} per 1,000 requests; ${named(dearest.target)} costs ${times} times that.`;
}
