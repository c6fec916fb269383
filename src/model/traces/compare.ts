/** Two profiles side by side: per bucket and per frame, and which differences are more than sampling noise. */
import { BUCKETS_AND_REST, type BucketOrUnattributed, type NodeDestination } from "../buckets.js";
import { attributeTrace, nodeDestinations } from "./attribute.js";
import { frameName, portableFile } from "./frame-key.js";
import type { ImportedProfile } from "./profile.js";
import type { BucketShare, TraceAttribution } from "./result.js";
import type { BucketRule } from "./rules/rule.js";
import { isUnitless } from "./unitless.js";

/** A difference beyond this many standard errors is more than noise, with 95 % confidence. */
const NOISE_STANDARD_ERRORS = 1.96;

/** Intervals that differ by more than this make milliseconds incomparable. */
const SAME_LENGTH = 1.1;

/** Frames of one profile only, beyond which the two are probably not the same program. */
const STRANGE = 0.5;

export interface TraceComparison {
  readonly a: ComparedProfile;
  readonly b: ComparedProfile;
  /** Whether both are in one unit: of time and of samples of no known length only shares compare. */
  readonly timesCompare: boolean;
  readonly buckets: Readonly<Record<BucketOrUnattributed, Difference>>;
  readonly waiting: Difference;
  /** Frames of the same name and file, wherever they were called from; largest difference of the share first. */
  readonly frames: readonly FrameDifference[];
  readonly warnings: readonly string[];
}

/** What of an attribution a reader needs to judge a comparison. */
export type ComparedProfile = Pick<
  TraceAttribution,
  | "format"
  | "producer"
  | "wallMs"
  | "coverage"
  | "sampled"
  | "samples"
  | "intervalMs"
  | "bias"
  | "hiddenMs"
  | "warnings"
>;

export interface Difference {
  readonly a: BucketShare;
  readonly b: BucketShare;
  /** b − a. */
  readonly differenceMs: number;
  /** b − a, of the wall time: −1 to 1. */
  readonly differenceShare: number;
  /**
   * Of the difference of the shares, from sampling alone (two proportions, pooled). It knows nothing of how two runs
   * differ. Null where neither profile is sampled.
   */
  readonly standardError: number | null;
  /** |difference of the shares| ≤ 1.96 standard errors; false where neither profile is sampled. */
  readonly withinNoise: boolean;
}

export interface FrameDifference extends Difference {
  readonly frame: string;
  readonly file: string | null;
  /** Where most of the frame's time goes. */
  readonly destination: NodeDestination;
  readonly in: "both" | "a" | "b";
}

/** Formats and lengths may differ; the warnings say what that means for the numbers. */
export function compareTraces(
  a: ImportedProfile,
  b: ImportedProfile,
  rules: readonly BucketRule[],
): TraceComparison {
  const attributions = [attributeTrace(a, rules), attributeTrace(b, rules)] as const;
  const [inA, inB] = attributions;
  const compare = (shareA: BucketShare, shareB: BucketShare) =>
    differenceOf(shareA, shareB, a.samples, b.samples);
  const frames = compareFrames([a, b], rules, [inA.wallMs, inB.wallMs], compare);
  return {
    a: summaryOf(inA),
    b: summaryOf(inB),
    timesCompare: isUnitless(inA) === isUnitless(inB),
    buckets: Object.fromEntries(
      BUCKETS_AND_REST.map((bucket) => [bucket, compare(inA.buckets[bucket], inB.buckets[bucket])]),
    ) as Record<BucketOrUnattributed, Difference>,
    waiting: compare(inA.waiting, inB.waiting),
    frames,
    warnings: warningsOf(inA, inB, frames),
  };
}

function summaryOf(attribution: TraceAttribution): ComparedProfile {
  const { format, producer, wallMs, coverage, sampled, samples, intervalMs, bias, hiddenMs, warnings } =
    attribution;
  return { format, producer, wallMs, coverage, sampled, samples, intervalMs, bias, hiddenMs, warnings };
}

/** @param samplesA as `samplesB`: null where a profile records every event, or does not say */
export function differenceOf(
  a: BucketShare,
  b: BucketShare,
  samplesA: number | null,
  samplesB: number | null,
): Difference {
  const differenceShare = b.share - a.share;
  const standardError = standardErrorOf(a.share, b.share, samplesA, samplesB);
  return {
    a,
    b,
    differenceMs: b.ms - a.ms,
    differenceShare,
    standardError,
    withinNoise: standardError !== null && Math.abs(differenceShare) <= NOISE_STANDARD_ERRORS * standardError,
  };
}

/**
 * √(p(1−p)(1/nₐ + 1/n_b)) with the shares pooled by their samples, so that a frame seen in one profile only has an
 * error too. A profile that records every event adds none.
 */
function standardErrorOf(
  shareA: number,
  shareB: number,
  samplesA: number | null,
  samplesB: number | null,
): number | null {
  const counts = [samplesA, samplesB].filter((count): count is number => count !== null && count > 0);
  if (counts.length === 0) return null;
  const weightA = counts.length === 2 ? samplesA! / (samplesA! + samplesB!) : 0.5;
  const pooled = weightA * shareA + (1 - weightA) * shareB;
  return Math.sqrt(pooled * (1 - pooled) * counts.reduce((sum, count) => sum + 1 / count, 0));
}

interface FrameTimes {
  readonly frame: string;
  readonly file: string | null;
  /** In a and in b. */
  readonly ms: [number, number];
  readonly byDestination: Map<NodeDestination, number>;
}

function compareFrames(
  profiles: readonly [ImportedProfile, ImportedProfile],
  rules: readonly BucketRule[],
  wallMs: readonly [number, number],
  compare: (a: BucketShare, b: BucketShare) => Difference,
): FrameDifference[] {
  const times = new Map<string, FrameTimes>();
  for (const side of [0, 1] as const) addFrames(times, side, profiles[side], rules);
  const share = (ms: number, wall: number): BucketShare => ({
    ms,
    share: wall > 0 ? Math.min(1, ms / wall) : 0,
  });
  return [...times.values()]
    .map(({ frame, file, ms: [msA, msB], byDestination }): FrameDifference => {
      const [[destination]] = [...byDestination].sort((x, y) => y[1] - x[1]) as [[NodeDestination, number]];
      return {
        frame,
        file,
        destination,
        in: msA > 0 ? (msB > 0 ? "both" : "a") : "b",
        ...compare(share(msA, wallMs[0]), share(msB, wallMs[1])),
      };
    })
    .sort((x, y) => Math.abs(y.differenceShare) - Math.abs(x.differenceShare));
}

function addFrames(
  times: Map<string, FrameTimes>,
  side: 0 | 1,
  profile: ImportedProfile,
  rules: readonly BucketRule[],
): void {
  const { tree } = profile;
  const destinations = nodeDestinations(profile, rules);
  const keys = tree.frames.map((frame) => {
    const [name, file] = [frameName(frame), portableFile(frame.file)];
    return { name, file, key: `${name}\0${file ?? ""}` };
  });
  for (let node = 1; node < tree.parent.length; node++) {
    const self = tree.selfMs[node]!;
    if (self === 0) continue;
    const { name, file, key } = keys[tree.frame[node]!]!;
    let entry = times.get(key);
    if (!entry) {
      entry = { frame: name, file, ms: [0, 0], byDestination: new Map() };
      times.set(key, entry);
    }
    entry.ms[side] += self;
    const destination = destinations[node]!;
    entry.byDestination.set(destination, (entry.byDestination.get(destination) ?? 0) + self);
  }
}

function warningsOf(a: TraceAttribution, b: TraceAttribution, frames: readonly FrameDifference[]): string[] {
  const warnings: string[] = [];
  if (a.format !== b.format) {
    warnings.push(
      `A is ${a.format}, B is ${b.format}: the two see different frames and have different biases, so compare buckets rather than frames.`,
    );
  }
  if (isUnitless(a) && isUnitless(b))
    warnings.push(
      "Neither file says how long a sample lasts, and each is shown as 1 ms: compare times only if both were sampled at one rate.",
    );
  for (const [label, unitless, other] of [
    ["A", a, b],
    ["B", b, a],
  ] as const) {
    if (isUnitless(unitless) && !isUnitless(other))
      warnings.push(
        `${label} counts samples without saying how long one lasts, and the other profile measures time: the times can't be compared, and shares alone are.`,
      );
  }
  const ratio = Math.max(a.wallMs, b.wallMs) / Math.min(a.wallMs, b.wallMs);
  if (ratio > SAME_LENGTH && isUnitless(a) === isUnitless(b)) {
    warnings.push(
      `A lasts ${Math.round(a.wallMs)} ms and B ${Math.round(b.wallMs)} ms: compare milliseconds only if both did the same number of requests; shares compare in any case.`,
    );
  }
  for (const [label, { sampled, samples }] of [
    ["A", a],
    ["B", b],
  ] as const) {
    if (sampled && samples === null) {
      warnings.push(
        `${label} is sampled and does not say how many samples it holds: its noise is not known.`,
      );
    }
  }
  const sampled = [a.samples, b.samples].some((count) => count !== null);
  if (sampled) {
    warnings.push(
      "Noise is that of sampling alone: two runs of the same program differ by more, so repeat a recording before you trust a small difference.",
    );
  }
  for (const [label, side, wall] of [
    ["A", "a", a.wallMs],
    ["B", "b", b.wallMs],
  ] as const) {
    const alone = frames.reduce((sum, frame) => (frame.in === side ? sum + frame[side].ms : sum), 0);
    if (wall > 0 && alone / wall > STRANGE) {
      warnings.push(
        `${Math.round((alone / wall) * 100)} % of ${label}'s time is in frames that the other profile does not have.`,
      );
    }
  }
  return warnings;
}
