/** How closely a profiler looks, how much that slows the command, and what to try instead. */
import { median } from "simple-statistics";
import { isTooSlow } from "../../src/model/inflation.ts";
import type { WallTime } from "../../src/model/recording.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import type { ChildProfile, Profiler } from "./profiler.ts";
import { primeUpTo } from "./sampling-rate.ts";

export interface Setting {
  readonly profiler: Profiler;
  /** Null for a profiler that does not sample. */
  readonly rateHz: number | null;
}

/** Profiled executions with one setting. */
export interface Attempt extends Setting {
  readonly profiles: ImportedProfile[];
  /** Of all executions. */
  readonly children: ChildProfile[];
  readonly walls: number[];
}

/** Below this a share is off by more than ten percentage points: not worth showing. */
export const FEWEST_SAMPLES = 20;
export const MOST_PROFILED = 10;
/** What as many executions as are profiled at most should give at a low rate: 2.5 percentage points. */
const WANTED_AT_LEAST = 400;
/** Aimed at by a lower rate: well under the limit, since a pause is not the same each time. */
const AIM = 0.15;
/** Python frames alone bill native compute and io to Python: only for commands that have next to none. */
const NEXT_TO_NONE = 0.1;

/** Profiled over unprofiled wall time, minus 1. */
export const slowdownOf = ({ walls }: Attempt, plain: WallTime): number => median(walls) / plain.median - 1;

/** Null where not every profile tells. */
export function samplesOf({ profiles }: Attempt): number | null {
  return profiles.reduce<number | null>(
    (total, { samples }) => (total === null || samples === null ? null : total + samples),
    0,
  );
}

/** What may slow the command less than this did; null where that is fine already, or nothing would. */
export function lighterSetting(
  attempt: Attempt,
  plain: WallTime,
  rules: readonly BucketRule[],
): Setting | null {
  const { profiler, rateHz, profiles, walls } = attempt;
  const slowdown = slowdownOf(attempt, plain);
  if (rateHz === null || profiler.lowestHz === null || !isTooSlow(slowdown, plain)) return null;
  const lowestHz = Math.max(profiler.lowestHz, (WANTED_AT_LEAST / MOST_PROFILED / plain.median) * 1e3);
  // Its pauses, taken as equal, at so many a second of the command's own time.
  const samples = samplesOf(attempt) ?? (rateHz * plain.median * walls.length) / 1e3;
  const pauseMs = (slowdown * plain.median * walls.length) / Math.max(1, samples);
  const wantedHz = Math.min(rateHz / 2, (AIM / pauseMs) * 1e3);
  const lowerHz = primeUpTo(Math.max(lowestHz, wantedHz));
  if (lowerHz < rateHz) return { profiler, rateHz: lowerHz };
  return profiler.lighter && showsNextToNothingNative(profiles, rules)
    ? { profiler: profiler.lighter, rateHz }
    : null;
}

function showsNextToNothingNative(
  profiles: readonly ImportedProfile[],
  rules: readonly BucketRule[],
): boolean {
  const { compute, io } = attributeTrace(mergeProfiles(profiles), rules).buckets;
  return compute.share + io.share < NEXT_TO_NONE;
}

/** The one that slowed the command least, of those with so many samples; the first of equals. */
export function bestAttempt(
  attempts: readonly Attempt[],
  plain: WallTime,
  fewestSamples: number,
): Attempt | undefined {
  return attempts
    .filter((attempt) => attempt.walls.length > 0 && (samplesOf(attempt) ?? fewestSamples) >= fewestSamples)
    .sort((a, b) => slowdownOf(a, plain) - slowdownOf(b, plain))[0];
}
