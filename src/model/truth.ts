/**
 * Scoring an attribution against programs that know the answer, because they time their own stages. Errors are in
 * percentage points of the wall time.
 */
import { BUCKETS, BUCKETS_AND_REST, type Bucket, type BucketOrUnattributed } from "./buckets.js";

/** Shares of a wall time, 0 to 1; the four sum to 1. */
export type Shares = Readonly<Record<BucketOrUnattributed, number>>;

/** The split that a program is asked for, in percent. */
export type Split = Readonly<Record<Bucket, number>>;

const split = (interpreter: number, compute: number, io: number): Split => ({ interpreter, compute, io });

/** Each bucket dominant: enough to show a bias, and for a first look. */
export const DOMINANT_SPLITS: readonly Split[] = [split(80, 10, 10), split(10, 80, 10), split(10, 10, 80)];

/** Each bucket dominant, each pair even, and all alike. */
export const SPLITS: readonly Split[] = [
  ...DOMINANT_SPLITS,
  split(33, 33, 33),
  split(45, 45, 10),
  split(10, 45, 45),
  split(45, 10, 45),
];

/** What a program measured of itself, milliseconds. */
interface SelfMeasured {
  readonly truthMs: Readonly<Record<Bucket, number>>;
  readonly wallMs: number;
}

/** One profiled run of a program, and what was read from its profile. */
export interface TruthCell {
  readonly split: Split;
  /** The same work without a profiler, by the program's own clock. */
  readonly unprofiled: Shares;
  /** By the program's own clock while the profiler watched. */
  readonly truth: Shares;
  /** What Portolan read from the profile. */
  readonly attributed: Shares;
  /** Length of the scored window in the profile over its length by the program's clock: 1 if no sample is lost. */
  readonly seen: number;
  /** How much longer the profiled run took than the unprofiled one, as a share of the latter. */
  readonly inflation: number;
  /** Samples in the scored window; null for a profiler that records events. */
  readonly samples: number | null;
}

/** What a tool is held against, and how closely. */
export interface Tolerance {
  /** The buckets that the tool can see; the others are not scored. */
  readonly scored: readonly Bucket[];
  /** Percentage points; null for a tool whose bias is known and only shown. */
  readonly points: number | null;
}

type TruthOutcome =
  | {
      readonly state: "measured";
      readonly cells: readonly TruthCell[];
      readonly score: TruthScore;
    }
  | { readonly state: "not measured"; readonly reason: string; readonly enable: string };

export interface TruthTool extends Tolerance {
  readonly id: string;
  readonly title: string;
  /** How the profile is recorded. */
  readonly command: string;
  /** What is known to be wrong with it, one sentence; null where nothing is. */
  readonly limit: string | null;
  readonly outcome: TruthOutcome;
}

export interface TruthScore {
  /** Largest and mean absolute difference between what was read and the program's clock in the same run. */
  readonly maxErrorPoints: number;
  readonly meanErrorPoints: number;
  /** Largest absolute difference between what was read and the program without a profiler. */
  readonly maxAgainstUnprofiledPoints: number;
  readonly verdict: "within" | "beyond" | "shown only";
}

/** What `portolan truth --json` prints, and the method page reads. */
export interface TruthReport {
  readonly schema: 1;
  /** UTC, ISO 8601, to the minute. */
  readonly measuredAt: string;
  readonly quick: boolean;
  /** Asked-for length of each run. */
  readonly targetMs: number;
  readonly machine: {
    readonly cpuModel: string;
    readonly cores: number;
    readonly platform: string;
    readonly versions: Readonly<Record<string, string>>;
  };
  readonly tools: readonly TruthTool[];
}

/** A program's own measurement as shares of its wall time; what no stage claims is unattributed. */
export function truthShares({ truthMs, wallMs }: SelfMeasured): Shares {
  const shares = { interpreter: 0, compute: 0, io: 0, unattributed: 0 };
  // Stages lie inside the wall time, so more than all of it can only be rounding.
  const whole = Math.max(
    wallMs,
    BUCKETS.reduce((sum, bucket) => sum + truthMs[bucket], 0),
  );
  for (const bucket of BUCKETS) shares[bucket] = whole > 0 ? truthMs[bucket] / whole : 0;
  shares.unattributed = 1 - shares.interpreter - shares.compute - shares.io;
  return shares;
}

/** Read less true, percentage points: positive where the attribution gives a bucket too much. */
export function errorPoints(read: Shares, truth: Shares, bucket: BucketOrUnattributed): number {
  return (read[bucket] - truth[bucket]) * 100;
}

/**
 * The score of a tool over all its cells.
 *
 * @param cells at least one
 * @param tolerance `scored` names at least one bucket
 */
export function scoreTool(cells: readonly TruthCell[], { scored, points }: Tolerance): TruthScore {
  const errors = cells.flatMap((cell) =>
    scored.map((bucket) => Math.abs(errorPoints(cell.attributed, cell.truth, bucket))),
  );
  const againstUnprofiled = cells.flatMap((cell) =>
    scored.map((bucket) => Math.abs(errorPoints(cell.attributed, cell.unprofiled, bucket))),
  );
  if (errors.length === 0) throw new RangeError("a score needs at least one cell and one scored bucket");
  const maxErrorPoints = Math.max(...errors);
  return {
    maxErrorPoints,
    meanErrorPoints: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    maxAgainstUnprofiledPoints: Math.max(...againstUnprofiled),
    verdict: points === null ? "shown only" : maxErrorPoints <= points ? "within" : "beyond",
  };
}

/** Did every tool that has a tolerance keep it? Tools that did not run break nothing. */
export function keepsTolerances({ tools }: TruthReport): boolean {
  return tools.every(({ outcome }) => outcome.state !== "measured" || outcome.score.verdict !== "beyond");
}

/** "10/80/10": interpreter, compute, io in percent. */
export const splitName = (asked: Split): string => BUCKETS.map((bucket) => asked[bucket]).join("/");

/** Shares that an attribution's buckets make. */
export function sharesOf(
  buckets: Readonly<Record<BucketOrUnattributed, { readonly share: number }>>,
): Shares {
  const [interpreter, compute, io, unattributed] = BUCKETS_AND_REST.map((bucket) => buckets[bucket].share);
  return { interpreter: interpreter!, compute: compute!, io: io!, unattributed: unattributed! };
}
