/** What is said of a profile's requests, one by one. */
import { BUCKET_LABEL, BUCKETS_AND_REST } from "../model/buckets.js";
import { formatMs } from "../model/format.js";
import type { RequestSpread, TimeSpread } from "../model/traces/result.js";

export const REQUEST_COLUMNS = ["mean", "median", "p90", "p99", "longest"] as const;

interface RequestRow {
  readonly title: string;
  /** One for each of the columns; a dash where there are too few requests. */
  readonly cells: readonly string[];
}

/** "One by one, 12 × ProfilerStep" */
export function requestsTitle({ what, count }: RequestSpread): string {
  return `One by one, ${count.toLocaleString("en-US")} × ${what}`;
}

/** "The slowest of 12 steps takes 3.1 times the median: 31.0 ms against 10.0 ms." */
export function requestFinding({ what, count, wall }: RequestSpread): string {
  const times = wall.p50Ms > 0 ? wall.maxMs / wall.p50Ms : 1;
  const all = `${count.toLocaleString("en-US")} × ${what}`;
  if (times < EVEN)
    return `${all} take about the same: ${formatMs(wall.p50Ms)} in the median, ${formatMs(wall.maxMs)} at most.`;
  return `The slowest of ${all} takes ${times.toFixed(1)} times the median: ${formatMs(wall.maxMs)} against ${formatMs(wall.p50Ms)}.`;
}

/** The whole, and each bucket that has any time. Quantiles are of each row by itself: they do not add up. */
export function requestRows({ wall, buckets }: RequestSpread): RequestRow[] {
  return [
    { title: "Whole", cells: cellsOf(wall) },
    ...BUCKETS_AND_REST.filter((bucket) => buckets[bucket].maxMs > 0).map((bucket) => ({
      title: BUCKET_LABEL[bucket],
      cells: cellsOf(buckets[bucket]),
    })),
  ];
}

/** In which bucket the slow requests are slow; empty with too few to tell, or where none is much above the median. */
export function slowRequestsSentence({ wall, buckets }: RequestSpread): string {
  if (wall.p90Ms === null || wall.p90Ms < SLOW * wall.p50Ms) return "";
  const grown = BUCKETS_AND_REST.map((bucket) => ({
    bucket,
    ms: (buckets[bucket].p90Ms ?? 0) - buckets[bucket].p50Ms,
  })).sort((a, b) => b.ms - a.ms)[0]!;
  return (
    `One in ten takes ${formatMs(wall.p90Ms)} or more, the median ${formatMs(wall.p50Ms)}; ` +
    `${BUCKET_LABEL[grown.bucket].toLowerCase()} grows most from one to the other.`
  );
}

/** Of the longest over the median. */
const EVEN = 1.25;
/** Of the slowest tenth over the median. */
const SLOW = 1.5;

function cellsOf({ meanMs, p50Ms, p90Ms, p99Ms, maxMs }: TimeSpread): string[] {
  return [meanMs, p50Ms, p90Ms, p99Ms, maxMs].map((ms) => (ms === null ? "–" : formatMs(ms)));
}
