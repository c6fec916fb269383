/** A recorded attribution brought to the unprofiled wall time, which is what a port would be compared with. */
import { type EvidenceFacts, type EvidenceSubject, evidenceOf } from "./evidence-gate.js";
import { isSlowdownMeasurable } from "./inflation.js";
import type { RecordedAttribution, RecordingSummary } from "./recording.js";
import { scaledMs } from "./traces/bucket-ms.js";
import { scaledSpread } from "./traces/request-spread.js";
import type { TraceAttribution } from "./traces/result.js";

export function unprofiledAttribution(
  { wallMs }: Pick<RecordingSummary, "wallMs">,
  { buckets, waiting, attribution }: RecordedAttribution,
): TraceAttribution {
  const scale = attribution.wallMs > 0 ? wallMs.median / attribution.wallMs : 0;
  const { hiddenEngine, deviceMs, device, requests, startUp } = attribution;
  return {
    ...attribution,
    hiddenEngine: hiddenEngine && { ...hiddenEngine, ms: hiddenEngine.ms * scale },
    deviceMs: scaledMs(deviceMs, scale),
    device: device && { busyMs: device.busyMs * scale, idleMs: scaledMs(device.idleMs, scale) },
    requests: requests && scaledSpread(requests, scale),
    startUp: startUp && {
      until: startUp.until,
      wallMs: startUp.wallMs * scale,
      bucketMs: scaledMs(startUp.bucketMs, scale),
    },
    wallMs: wallMs.median,
    buckets,
    waiting,
    coverage: 1 - buckets.unattributed.share,
  };
}

/** What to do again for better evidence. */
export function subjectOfRecording({
  command,
  attached,
}: Pick<RecordingSummary, "command" | "attached">): EvidenceSubject {
  return { kind: "recording", command, attached: attached?.option ?? null };
}

/** What speaks for and against a verdict from this look at the pipeline. */
export function evidenceOfRecording(summary: RecordingSummary, recorded: RecordedAttribution): EvidenceFacts {
  const { inflation, wallMs, environment } = summary;
  const { evidence, buckets, waiting, unfollowedCpuMs } = recorded;
  // Marks are made without a profiler.
  const isSlowed = inflation !== null && evidence !== "marked" && isSlowdownMeasurable(inflation, wallMs);
  const enginesOwnMs = buckets.compute.ms * (environment.cores - 1);
  return evidenceOf(unprofiledAttribution(summary, recorded), {
    inflation: isSlowed ? inflation : null,
    // CPU time that the engine's own threads can have used needs nobody else.
    unfollowedMs: unfollowedCpuMs > enginesOwnMs ? waiting.ms : 0,
  });
}
