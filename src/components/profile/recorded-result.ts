/** A recorded pipeline in the form that the sections of a dropped profile take. */

import type { Engine } from "../../model/forecast/input.js";
import type { RecordedAttribution, RecordingSummary } from "../../model/recording.js";
import type { DrawnTree } from "../../model/traces/drawn-tree.js";
import type { ProfileResult } from "./protocol.js";

/** As it was attributed, in the time of the executions that were looked at. */
export function profiledResult(
  { title, host, peakRssBytes }: RecordingSummary,
  recorded: RecordedAttribution,
): ProfileResult {
  const { tree, attribution, operators, boundary, executions } = recorded;
  return {
    name: title,
    sizeBytes: null,
    attribution,
    tree,
    extras: {
      operators,
      host,
      engine: engineOf(host, tree),
      peakRssBytes,
      boundary: boundary && {
        calls: boundary.calls / executions,
        bytes: boundary.bytes === null || boundary.calls === 0 ? null : boundary.bytes / boundary.calls,
      },
    },
  };
}

/** Compute in frames of a Wasm module is Wasm's; Python's engines are native libraries. */
function engineOf(host: RecordingSummary["host"], tree: DrawnTree): Engine {
  if (tree.some(({ destination, file }) => destination === "compute" && file?.startsWith("wasm:")))
    return "wasm";
  return host === "python" ? "native" : "unknown";
}

/** The same brought to the unprofiled wall time, which is what a port would be compared with. */
export function unprofiledResult(summary: RecordingSummary, recorded: RecordedAttribution): ProfileResult {
  const result = profiledResult(summary, recorded);
  const wallMs = summary.wallMs.median;
  const { buckets, attribution } = recorded;
  const { share } = attribution.waiting;
  const waiting = Math.min(share, buckets.unattributed.share);
  return {
    ...result,
    attribution: {
      ...attribution,
      wallMs,
      buckets,
      waiting: { ms: waiting * wallMs, share: waiting },
      coverage: 1 - buckets.unattributed.share,
    },
  };
}
