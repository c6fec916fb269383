/** A recorded attribution brought to the unprofiled wall time, which is what a port would be compared with. */
import type { RecordedAttribution, RecordingSummary } from "./recording.js";
import type { TraceAttribution } from "./traces/result.js";

export function unprofiledAttribution(
  { wallMs }: Pick<RecordingSummary, "wallMs">,
  { buckets, waiting, attribution }: RecordedAttribution,
): TraceAttribution {
  return {
    ...attribution,
    wallMs: wallMs.median,
    buckets,
    waiting,
    coverage: 1 - buckets.unattributed.share,
  };
}
