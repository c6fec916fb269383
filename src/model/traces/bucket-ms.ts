import type { BucketOrUnattributed, NodeDestination } from "../buckets.js";
import type { TraceAttribution } from "./result.js";

export const noTime = (): Record<NodeDestination, number> => ({
  interpreter: 0,
  compute: 0,
  io: 0,
  unattributed: 0,
  waiting: 0,
});

/** Every time of a record, longer or shorter by the same factor. */
export function scaledMs<K extends string>(
  ms: Readonly<Record<K, number>>,
  factor: number,
): Record<K, number> {
  const entries = Object.entries<number>(ms).map(([name, value]) => [name, value * factor]);
  return Object.fromEntries(entries) as Record<K, number>;
}

/** The times alone, as measured attributions state them: milliseconds by bucket. */
export function bucketMsOf(buckets: TraceAttribution["buckets"]): Record<BucketOrUnattributed, number> {
  return {
    interpreter: buckets.interpreter.ms,
    compute: buckets.compute.ms,
    io: buckets.io.ms,
    unattributed: buckets.unattributed.ms,
  };
}
