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

const SLOW = 1.5;

function cellsOf({ meanMs, p50Ms, p90Ms, p99Ms, maxMs }: TimeSpread): string[] {
  return [meanMs, p50Ms, p90Ms, p99Ms, maxMs].map((ms) => (ms === null ? "–" : formatMs(ms)));
}
