/** What is said of a profile's start-up, apart from its steady state. */
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../model/buckets.js";
import { formatMs, formatShare } from "../model/format.js";
import type { TraceAttribution } from "../model/traces/result.js";
import { IN_PROSE } from "./profile.js";
import { listed } from "./words.js";

/**
 * "1.20 s before the first call of ONNX Runtime's run; in the 2.00 s from then on, interpreter glue takes 60 % and …".
 *
 * @param requests in the time from then on; null where nobody said
 */
export function startUpSentence(
  { startUp, wallMs, buckets }: TraceAttribution,
  requests: number | null = null,
): string | null {
  if (startUp === null) return null;
  const steadyMs = wallMs - startUp.wallMs;
  const before = `${formatMs(startUp.wallMs)} before the first call of ${startUp.until}: start, imports, loading the model, and preparing what that call takes`;
  if (steadyMs <= 0) return `${before}.`;
  const share = (bucket: BucketOrUnattributed) =>
    Math.max(0, buckets[bucket].ms - startUp.bucketMs[bucket]) / steadyMs;
  const shares = BUCKETS_AND_REST.filter((bucket) => share(bucket) > 0).map(
    (bucket) => `${IN_PROSE[bucket]} ${formatShare(share(bucket))}`,
  );
  const each = requests === null ? "" : `, ${formatMs(steadyMs / requests)} a request`;
  return `${before}. The ${formatMs(steadyMs)} from then on${each}: ${listed(shares)}.`;
}
