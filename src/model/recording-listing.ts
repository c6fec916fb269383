/** What a list of recordings needs of each: the recording without its call trees, which are large. */
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "./buckets.js";
import { evidenceGate, type ProfileEvidence } from "./evidence-gate.js";
import { inputOfRecording } from "./forecast/from-recording.js";
import { type ForecastInput, perRequest } from "./forecast/input.js";
import { subjectOfRecording } from "./recorded-attribution.js";
import type { RecordingSummary, WallTime } from "./recording.js";
import type { Attribution } from "./summary.js";

/** A pipeline of the user's, as a decision takes it in. */
export interface ProfiledPipeline {
  readonly id: string;
  readonly title: string;
  readonly input: ForecastInput;
  readonly evidence: ProfileEvidence;
}

export interface RecordingListing {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  readonly interpreter: string;
  readonly wallMs: WallTime;
  /** By the best evidence, in unprofiled time; null where the recording did not get that far. */
  readonly attribution: Attribution | null;
  /** What its ports are forecast from, and whether a verdict may rest on it; null as the attribution is. */
  readonly pipeline: ProfiledPipeline | null;
}

/**
 * One request of the recording as a decision takes it in; null where it ended before its profile.
 *
 * @param requests that one execution serves; as the recording says by default
 */
export function pipelineOf(
  recording: RecordingSummary,
  requests = recording.requests,
): ProfiledPipeline | null {
  const { id, title, attributions } = recording;
  const best = attributions[0];
  if (!best) return null;
  const input = perRequest(inputOfRecording(recording, best), requests);
  return {
    id,
    title,
    input,
    evidence: { gate: evidenceGate(input.evidence), source: subjectOfRecording(recording) },
  };
}

export function listingOf(recording: RecordingSummary): RecordingListing {
  const { id, title, startedAt, interpreter, wallMs, attributions } = recording;
  const best = attributions[0];
  return {
    id,
    title,
    startedAt,
    interpreter,
    wallMs,
    pipeline: pipelineOf(recording),
    attribution: best ? attributionOf(best.buckets, wallMs.median) : null,
  };
}

function attributionOf(
  buckets: RecordingSummary["attributions"][number]["buckets"],
  wallMs: number,
): Attribution {
  const bucketMs = Object.fromEntries(BUCKETS_AND_REST.map((bucket) => [bucket, buckets[bucket].ms]));
  return {
    wallMs,
    bucketMs: bucketMs as Record<BucketOrUnattributed, number>,
    coverage: 1 - buckets.unattributed.share,
    engine: { state: "unprofiled", reason: "the profile is of the whole command" },
  };
}
