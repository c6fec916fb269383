/** From the requests of a profile to how each bucket's time is spread over them. */
import type { BucketOrUnattributed, NodeDestination } from "../buckets.js";
import { quantilesOf } from "../uncertainty/quantiles-of.js";
import { noTime, scaledMs } from "./bucket-ms.js";
import type { ProfileRequests, RequestTimes } from "./profile.js";
import type { RequestBuckets, RequestSpread, TimeSpread } from "./result.js";

/** Requests that are listed one by one. */
const MOST_LISTED = 1_000;

/** Requests of which at least one lies beyond a quantile that is stated. */
const LEAST_FOR = { p90: 10, p99: 100 } as const;

/** @param destinations per node of the profile's tree */
export function requestSpread(
  { what, each }: ProfileRequests,
  destinations: readonly NodeDestination[],
): RequestSpread | null {
  if (each.length === 0) return null;
  const all = each.map((request) => bucketsOf(request, destinations));
  const spread = (value: (request: RequestBuckets) => number) => spreadOf(Float64Array.from(all, value));
  return {
    what,
    count: each.length,
    wall: spread(({ wallMs }) => wallMs),
    buckets: byBucket((bucket) => spread(({ bucketMs }) => bucketMs[bucket])),
    each: all.slice(0, MOST_LISTED),
  };
}

/** The time of some nodes by bucket; what they leave of the wall time is unattributed. */
export function bucketsOf(
  { wallMs, nodes, selfMs }: RequestTimes,
  destinations: readonly NodeDestination[],
): RequestBuckets {
  const ms = noTime();
  for (const [at, node] of nodes.entries()) ms[destinations[node]!] += selfMs[at]!;
  const { interpreter, compute, io } = ms;
  const unattributed = Math.max(0, wallMs - interpreter - compute - io);
  return { wallMs, bucketMs: { interpreter, compute, io, unattributed } };
}

function spreadOf(values: Float64Array): TimeSpread {
  const [p50, p90, p99, max] = quantilesOf(values, [0.5, 0.9, 0.99, 1]) as [number, number, number, number];
  const n = values.length;
  return {
    meanMs: values.reduce((sum, ms) => sum + ms, 0) / n,
    p50Ms: p50,
    p90Ms: n >= LEAST_FOR.p90 ? p90 : null,
    p99Ms: n >= LEAST_FOR.p99 ? p99 : null,
    maxMs: max,
  };
}

/** Every time longer or shorter by the same factor. */
export function scaledSpread(
  { what, count, wall, buckets, each }: RequestSpread,
  factor: number,
): RequestSpread {
  const scaled = (spread: TimeSpread): TimeSpread => ({
    meanMs: spread.meanMs * factor,
    p50Ms: spread.p50Ms * factor,
    p90Ms: spread.p90Ms === null ? null : spread.p90Ms * factor,
    p99Ms: spread.p99Ms === null ? null : spread.p99Ms * factor,
    maxMs: spread.maxMs * factor,
  });
  return {
    what,
    count,
    wall: scaled(wall),
    buckets: byBucket((bucket) => scaled(buckets[bucket])),
    each: each.map(({ wallMs, bucketMs }) => ({
      wallMs: wallMs * factor,
      bucketMs: scaledMs(bucketMs, factor),
    })),
  };
}

function byBucket(spread: (bucket: BucketOrUnattributed) => TimeSpread): RequestSpread["buckets"] {
  return {
    interpreter: spread("interpreter"),
    compute: spread("compute"),
    io: spread("io"),
    unattributed: spread("unattributed"),
  };
}
