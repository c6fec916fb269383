import type { BucketOrUnattributed } from "../buckets.js";
import type { TraceAttribution } from "./result.js";

/** The times alone, as measured attributions state them: milliseconds by bucket. */
export function bucketMsOf(buckets: TraceAttribution["buckets"]): Record<BucketOrUnattributed, number> {
  return {
    interpreter: buckets.interpreter.ms,
    compute: buckets.compute.ms,
    io: buckets.io.ms,
    unattributed: buckets.unattributed.ms,
  };
}
