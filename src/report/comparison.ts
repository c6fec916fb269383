/** Two profiles side by side, as the terminal and the page say it. */
import { BUCKET_LABEL, BUCKETS_AND_REST, type BucketOrUnattributed } from "../model/buckets.js";
import { formatMs, formatPercent, formatShare } from "../model/format.js";
import type {
  ComparedProfile,
  Difference,
  FrameDifference,
  TraceComparison,
} from "../model/traces/compare.js";
import type { DrawnTree } from "../model/traces/drawn-tree.js";
import type { NodeDifference } from "../model/traces/tree-difference.js";
import { IN_PROSE } from "./profile.js";

/** Wall times that differ by less are called the same. */
const SAME_LENGTH = 0.02;

/** A difference of shares that rounds to none. */
const LEAST_SHARE = 0.005;

/** What B does otherwise than A, in a sentence or two. */
export function comparisonFinding(comparison: TraceComparison): string {
  const { a, b, timesCompare } = comparison;
  const isLongerOrShorter = timesCompare && Math.abs(b.wallMs - a.wallMs) > SAME_LENGTH * a.wallMs;
  return isLongerOrShorter ? lengthFinding(comparison) : shareFinding(comparison);
}

/** Only of the same work can one be faster than the other: no profile says that it was. */
function lengthFinding({ a, b, buckets }: TraceComparison): string {
  const differenceMs = b.wallMs - a.wallMs;
  const whole = `If both did the same work, B takes ${moreOrLess(a.wallMs, b.wallMs)} time: ${formatMs(b.wallMs)} instead of ${formatMs(a.wallMs)}.`;
  const bucket = BUCKETS_AND_REST.reduce((most, one) =>
    sameWay(buckets[one].differenceMs, differenceMs) > sameWay(buckets[most].differenceMs, differenceMs)
      ? one
      : most,
  );
  const part = buckets[bucket];
  if (sameWay(part.differenceMs, differenceMs) < Math.abs(differenceMs) / 2) return whole;
  return `${whole} Most of that is ${IN_PROSE[bucket]}: ${formatMs(part.b.ms)} instead of ${formatMs(part.a.ms)}${part.a.ms > 0 && part.b.ms > 0 ? `, ${moreOrLess(part.a.ms, part.b.ms)}` : ""}.`;
}

/** How far a difference goes in the direction of another. */
const sameWay = (ms: number, as: number): number => (as < 0 ? -ms : ms);

function shareFinding({ buckets }: TraceComparison): string {
  const [first] = BUCKETS_AND_REST.filter(
    (bucket) => !buckets[bucket].withinNoise && Math.abs(buckets[bucket].differenceShare) >= LEAST_SHARE,
  ).sort((x, y) => Math.abs(buckets[y].differenceShare) - Math.abs(buckets[x].differenceShare));
  if (first === undefined) {
    return BUCKETS_AND_REST.some((bucket) => buckets[bucket].standardError !== null)
      ? "A and B spend their time alike: no bucket’s share differs by more than sampling noise."
      : "A and B spend their time alike: no bucket’s share differs.";
  }
  const { a, b } = buckets[first];
  if (a.share === 0) return `B spends ${formatShare(b.share)} of its time in ${IN_PROSE[first]}, A none.`;
  if (b.share === 0) return `B spends no time in ${IN_PROSE[first]}, A ${formatShare(a.share)}.`;
  return `B spends ${moreOrLess(a.share, b.share)} of its time in ${IN_PROSE[first]}: ${formatShare(b.share)} instead of ${formatShare(a.share)}.`;
}

/** "38 % less", "2.1 times as much": of a, which is not 0. */
function moreOrLess(a: number, b: number): string {
  const ratio = b / a;
  if (ratio >= 2) return `${Number(ratio.toPrecision(2)).toLocaleString("en-US")} times as much`;
  return `${formatShare(Math.abs(ratio - 1))} ${ratio < 1 ? "less" : "more"}`;
}

/** The frame whose share of the time differs most. */
export function framesFinding({ frames }: TraceComparison): string {
  const first = frames.find(
    ({ withinNoise, differenceShare }) => !withinNoise && Math.abs(differenceShare) > 0,
  );
  if (!first) return "No frame’s share differs by more than sampling noise.";
  if (first.in !== "both") {
    const side = first.in;
    return `“${first.frame}” takes ${formatShare(first[side].share)} of ${side.toUpperCase()}, and is not in ${side === "a" ? "B" : "A"}.`;
  }
  return `“${first.frame}” differs most: ${formatShare(first.b.share)} of B as its own time, ${formatShare(first.a.share)} of A.`;
}

/** "12.0 pp more than in A, where it takes 22 %" */
export function nodeDifferenceText({ a, differenceShare, way }: NodeDifference): string {
  if (way === "alike") return "as in A, as far as the profiles tell";
  const points = `${(Math.abs(differenceShare) * 100).toFixed(1)} pp ${way}`;
  return a.ms === 0
    ? `${points} than in A, which has no such call`
    : `${points} than in A, where it takes ${formatShare(a.share)}`;
}

/** The call whose share differs most; of several that differ alike, the outermost. */
export function treeFinding(tree: DrawnTree, differences: readonly NodeDifference[]): string {
  const [most] = differingNodes(differences);
  if (most === undefined) return "No call takes another share of B than of A.";
  return `“${tree[most]!.name}”, with all that it calls, takes ${nodeDifferenceText(differences[most]!)}.`;
}

/** Nodes that differ, by how much. */
export const differingNodes = (differences: readonly NodeDifference[]): number[] =>
  differences
    .flatMap(({ way }, node) => (way === "alike" ? [] : [node]))
    .sort(
      (x, y) =>
        Math.abs(differences[y]!.differenceShare) - Math.abs(differences[x]!.differenceShare) || x - y,
    );

/** The head of what `differenceCells` gives. Without times that compare, shares alone. */
export function differenceColumns({ timesCompare }: TraceComparison): readonly string[] {
  return [...(timesCompare ? ["A", "B", "B − A"] : []), "share of A", "share of B", "B − A", ""];
}

/** @param side the profile that has it, if only one does */
export function differenceCells(
  { timesCompare }: TraceComparison,
  { a, b, differenceMs, differenceShare, withinNoise }: Difference,
  side: FrameDifference["in"] = "both",
): string[] {
  const note = withinNoise ? "within noise" : side === "both" ? "" : `only in ${side.toUpperCase()}`;
  return [
    ...(timesCompare ? [formatMs(a.ms), formatMs(b.ms), signed(differenceMs, formatMs)] : []),
    ...[
      formatPercent(a.share),
      formatPercent(b.share),
      signed(differenceShare * 100, (points) => `${points.toFixed(1)} pp`),
    ],
    note,
  ];
}

/** A row of `differenceCells` for each bucket, and one for the waiting among what is not attributed. */
export function bucketDifferences(comparison: TraceComparison) {
  const { buckets, waiting } = comparison;
  const rows: { readonly title: string; readonly bucket: BucketOrUnattributed; readonly cells: string[] }[] =
    BUCKETS_AND_REST.map((bucket) => ({
      title: BUCKET_LABEL[bucket],
      bucket,
      cells: differenceCells(comparison, buckets[bucket]),
    }));
  if (waiting.a.ms > 0 || waiting.b.ms > 0)
    rows.push({
      title: "of which waiting",
      bucket: "unattributed",
      cells: differenceCells(comparison, waiting),
    });
  return rows;
}

/** "2,000", "every event" or that nobody says. */
export function sampleCount({ sampled, samples }: ComparedProfile): string {
  if (samples !== null) return samples.toLocaleString("en-US");
  return sampled === false ? "every event" : "not said";
}

function signed(value: number, format: (magnitude: number) => string): string {
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}
