/** The sentences of a profile's page, from its attribution alone. */

import { BUCKETS, type Bucket, type BucketOrUnattributed } from "../model/buckets.js";
import type { ForecastExtras } from "../model/forecast/input.js";
import { formatMs, formatShare } from "../model/format.js";
import type { Prior } from "../model/prior.js";
import { dominantBucket } from "../model/rules.js";
import type { Attribution } from "../model/summary.js";
import { bucketMsOf } from "../model/traces/bucket-ms.js";
import type { FunctionTotal } from "../model/traces/function-totals.js";
import type { FrameTime } from "../model/traces/largest-frames.js";
import type { RuleTime, TraceAttribution, UnmatchedFrame } from "../model/traces/result.js";
import { capital, counted } from "./words.js";

export const IN_PROSE: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter glue",
  compute: "model compute",
  io: "IO and marshalling",
  unattributed: "unattributed",
};

/** The attribution in the form that the bucket bar and the rules take. */
export function attributionOf({ wallMs, buckets, coverage }: TraceAttribution): Attribution {
  return {
    wallMs,
    bucketMs: bucketMsOf(buckets),
    coverage,
    engine: { state: "unprofiled", reason: "the profile is of the whole request" },
  };
}

/** What the frames tell beside the buckets: whose the compute is, and whether the waiting hides work. */
export type Seen = Pick<ForecastExtras, "arraysOnly" | "unfollowedMs">;

/** "62 % of the 1.23 s is interpreter glue." */
export function headline(attribution: TraceAttribution, seen: Seen): string {
  const { bucket, share } = dominantBucket(attributionOf(attribution));
  const of = (part: number) => `${formatShare(part)} of the ${formatMs(attribution.wallMs)}`;
  if (bucket === "compute" && seen.arraysOnly)
    return `${of(share)} is ${ARRAY_CODE}: no model engine was seen.`;
  if (bucket !== "unattributed") return `${of(share)} is ${IN_PROSE[bucket]}.`;
  switch (restOf(attribution, seen)) {
    case "waiting":
      return `${of(idleShare(attribution, seen))} is waiting, which no port shortens.`;
    case "other threads":
      return `${of(attribution.waiting.share)} is waiting, with other threads or processes at work that this profile does not follow.`;
    case "unknown":
      return `${of(share)} is not attributed, more than any bucket holds.`;
  }
}

export const ARRAY_CODE = "compiled array code (numpy and its like)";

/** What most of the unattributed time is. */
function restOf(attribution: TraceAttribution, seen: Seen): "waiting" | "other threads" | "unknown" {
  const { buckets, waiting } = attribution;
  const half = buckets.unattributed.share / 2;
  if (idleShare(attribution, seen) > half) return "waiting";
  return waiting.share > half ? "other threads" : "unknown";
}

/** The waiting in which nothing that the profile does not follow can have worked. */
function idleShare({ waiting, wallMs }: TraceAttribution, { unfollowedMs = 0 }: Seen): number {
  return wallMs > 0 ? Math.max(0, waiting.share - unfollowedMs / wallMs) : 0;
}

/** What the rest is, and how much of the time the buckets explain. */
export function standfirst(attribution: TraceAttribution, { arraysOnly }: Seen): string {
  const { buckets, coverage, waiting } = attribution;
  const { bucket } = dominantBucket(attributionOf(attribution));
  const others = BUCKETS.filter((other) => other !== bucket)
    .map(
      (other) =>
        `${other === "compute" && arraysOnly ? ARRAY_CODE : IN_PROSE[other]} takes ${formatShare(buckets[other].share)}`,
    )
    .join(", ");
  const wait =
    waiting.ms > 0 && bucket !== "unattributed"
      ? `; ${formatShare(waiting.share)} is known to be waiting`
      : "";
  return `${capital(others)}. The rules attribute ${formatShare(coverage)} of the time${wait}.${doubt(attribution)}`;
}

/** Where the time that no rule explains could make another bucket the largest, and what to do about it. */
function doubt({ buckets, waiting, unmatched }: TraceAttribution): string {
  const [first, second] = BUCKETS.map((bucket) => buckets[bucket].share).sort((a, b) => b - a);
  const unknown = buckets.unattributed.share - waiting.share;
  if (unknown < first! - second!) return "";
  const fix =
    unmatched.length > 0 ? "give the unmatched frames below a bucket first" : "profile more of it first";
  return ` The rest could make another bucket the largest: ${fix}.`;
}

/** The function under which the time lies; without one, the largest frame. */
export function frameFinding(
  hot: FunctionTotal | null,
  frames: readonly FrameTime[],
  wallMs: number,
): string {
  if (hot !== null)
    return `“${hot.name}” and what it calls take ${formatShare(Math.min(1, hot.totalMs / wallMs))} of the time.`;
  const first = frames[0];
  if (!first) return "No frame has time of its own.";
  return `The largest frame is “${first.name}”, with ${formatShare(first.selfMs / wallMs)} of the time as its own.`;
}

const VERDICT: Readonly<Record<Prior["prediction"], string>> = {
  helps: "helps",
  nothing: "does nothing",
  worse: "makes it worse",
};

const PORT: Readonly<Record<Prior["port"], string>> = { wasm: "Wasm", native: "native code", gpu: "a GPU" };

/** "For interpreter glue, the rule expects that Wasm helps, native code helps and a GPU does nothing." */
export function priorFinding(bucket: Bucket, priors: readonly Prior[]): string {
  const parts = priors.map(({ port, prediction }) => `${PORT[port]} ${VERDICT[prediction]}`);
  return `For ${IN_PROSE[bucket]}, the rule expects that ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}.`;
}

/** Why the rule says nothing: what is not attributed exceeds every bucket. Null where a bucket is the largest. */
export function ruleSilence(attribution: TraceAttribution, seen: Seen): string | null {
  const { buckets, waiting } = attribution;
  const { unattributed } = buckets;
  if (unattributed.ms <= buckets[largestBucket(attribution)].ms) return null;
  return restOf(attribution, seen) === "unknown"
    ? `${formatShare(unattributed.share)} of the time is not attributed, more than any bucket holds. The rule has nothing to say about it.`
    : `${formatShare(waiting.share)} of the time is waiting, more than any bucket holds. The rule has nothing to say about it.`;
}

export function ruleTimesFinding(rules: readonly RuleTime[]): string {
  const first = rules[0];
  if (!first) return "No rule took any time.";
  return `${capital(counted(rules.length, "rule"))} took time; “${first.id}” most, ${formatShare(first.share)}.`;
}

export function unmatchedFinding(unmatched: readonly UnmatchedFrame[]): string {
  const first = unmatched[0];
  if (!first) return "Every frame met a rule.";
  return `No rule knows “${first.frame}”, which takes ${formatShare(first.share)} of the time.`;
}

/** The largest of the three buckets, whatever the rest: the one that a rule can speak of. */
export function largestBucket({ buckets }: TraceAttribution): Bucket {
  return BUCKETS.reduce((largest, bucket) => (buckets[bucket].ms > buckets[largest].ms ? bucket : largest));
}
