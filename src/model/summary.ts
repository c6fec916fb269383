/**
 * What a page needs to know about a run before it asks any SQL: one value, derived from the run file by
 * `summarise.ts`, serialised as summary.json. Types only.
 */
import type { CrossingCurve } from "./boundary/curves.js";
import type { Bucket, BucketOrUnattributed } from "./buckets.js";
import type { Generation } from "./llm/generation.js";
import type { DiskLoad } from "./llm/model-load.js";
import type { Perplexities } from "./llm/perplexity.js";
import type { ThreadLadder } from "./llm/threads.js";
import type {
  BatchRow,
  ColdPhase,
  Effort,
  EffortParameters,
  Environment,
  FeaturesRow,
  LadderRow,
  SearchRow,
  TargetRecord,
  WorkloadRecord,
} from "./run-file.js";
import type { Estimate } from "./statistics/estimate.js";
import type { NoiseFlag } from "./statistics/noise.js";
import type { Percentile } from "./statistics/percentile.js";
import type { Ratio } from "./statistics/ratio.js";
import type { OperatorTime } from "./traces/profile.js";

export type { Estimate, Percentile };

/** Wall-clock time by bucket. The four parts sum to the wall time. */
export interface Attribution {
  readonly wallMs: number;
  readonly bucketMs: Readonly<Record<BucketOrUnattributed, number>>;
  /** Attributed time over wall time, 0 to 1. */
  readonly coverage: number;
  /** How the model stage was split between compute and marshalling. */
  readonly engine: EngineSplit;
}

export type EngineSplit =
  | {
      readonly state: "profiled";
      /** Profiled over unprofiled time of the model call, minus one: what the profiler cost. */
      readonly inflation: number;
      readonly kernelShare: number;
      readonly schedulingShare: number;
      readonly marshallingShare: number;
      readonly operators: readonly OperatorTime[];
    }
  | {
      /** The profiler slowed the call by more than the limit: its shares are not used, compute is an upper bound. */
      readonly state: "withheld";
      readonly inflation: number;
      readonly limit: number;
      /** How operators share the model's time can be told from a slow call too; how long they take cannot. */
      readonly operators: readonly OperatorTime[];
    }
  | { readonly state: "unprofiled"; readonly reason: string };

export interface MeasuredCell {
  readonly state: "measured";
  readonly target: string;
  /** Of the engine. */
  readonly threads: number;
  readonly processes: number;
  readonly iterations: number;
  readonly p50Ms: Estimate;
  readonly p90: Percentile;
  readonly p99: Percentile;
  readonly maxMs: number;
  /** Up to 200 warm wall times, evenly spaced over the sorted samples, for drawing the distribution. */
  readonly quantilesMs: readonly number[];
  readonly attribution: Attribution;
  readonly coldMs: Readonly<Record<ColdPhase, number>>;
  readonly coldTotalMs: Estimate;
  /** The largest of its processes' peaks. */
  readonly peakRssBytes: number | null;
  readonly leastPeakRssBytes: number | null;
  /** Of a Wasm module that needs nothing else: its memory when it had answered, which never shrinks. Absent of all others. */
  readonly linearMemoryBytes?: number;
  /** Of a conversation with a language model; absent of all others. */
  readonly generation?: Generation;
  /** Of a model whose file was dropped from memory before some of its processes, or was to be; absent of all others. */
  readonly diskLoad?: DiskLoad;
  /** Of a language model on a fixed text; absent where its engine does not tell, or every token has to be the same. */
  readonly perplexity?: Perplexities;
  /** Against the baseline target's p50: below 1 is faster. Null for the baseline itself, or without one. */
  readonly ratio: Ratio | null;
  /** The same per bucket, where both spend enough time in it to compare. */
  readonly bucketRatios: Readonly<Record<Bucket, Ratio | null>>;
  /**
   * Today's program at this target's number of threads, by id: what the port alone is worth. Null for today's program
   * itself, however set, and where none like it was measured.
   */
  readonly likeTarget: string | null;
  /** As `ratio` and `bucketRatios`, against `likeTarget`. */
  readonly likeRatio: Ratio | null;
  readonly likeBucketRatios: Readonly<Record<Bucket, Ratio | null>>;
  /** Of a target whose settings are searched: what the search chose, in code as well, and what it saw. Else null. */
  readonly settings: SearchRow | null;
  readonly agreement: { readonly maxAbsError: number; readonly tolerance: number } | null;
  readonly overheadMs: number | null;
  readonly cpuPerWall: number | null;
  readonly flags: readonly NoiseFlag[];
}

/** Why a workload × target has no numbers. */
export interface UnmeasuredCell {
  /** unavailable: the target cannot run on this host; skipped: it was not to be measured, as where it would be another target over again; failed: it ran and lost; mismatch: its output is wrong; software: it ran on a GPU that software imitates, which counts for nothing. */
  readonly state: "unavailable" | "skipped" | "failed" | "mismatch" | "cut" | "software";
  readonly target: string;
  readonly reason: string;
  /** The command that would make it run, where there is one. */
  readonly enable: string | null;
}

export type Cell = MeasuredCell | UnmeasuredCell;

export interface WorkloadSummary extends WorkloadRecord {
  /** The target that the report compares with: what the team runs today. Null if it was not measured. */
  readonly baseline: string | null;
  readonly cells: readonly Cell[];
}

export interface NoiseFloor {
  readonly target: string;
  readonly workload: string;
  /** |ratio − 1| between two arms of the same target. */
  readonly difference: number;
}

export interface MeasuredSummary {
  readonly state: "measured";
  readonly runId: string;
  readonly suiteVersion: string;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly complete: boolean;
  readonly effort: Effort;
  readonly parameters: EffortParameters;
  readonly seed: number;
  readonly processes: number;
  readonly samples: number;
  readonly environment: Environment;
  readonly targets: readonly TargetRecord[];
  readonly workloads: readonly WorkloadSummary[];
  /**
   * From the A/A arm: the largest difference seen between two arms that are the same. Null without one. A
   * workload's verdicts respect its own pair and the median of all.
   */
  readonly noiseFloor: number | null;
  readonly aaPairs: readonly NoiseFloor[];
  /** What crossing a boundary costs on this machine; none where the run did not look. */
  readonly crossings: readonly CrossingCurve[];
  /** What Wasm's features are worth, by host; none where the run did not look. */
  readonly features: readonly FeaturesRow[];
  /** How engines fare at single kernels; none where the run did not look. */
  readonly ladders: readonly LadderRow[];
  /** The model's call with many requests in it; none where the run did not look. */
  readonly batches: readonly BatchRow[];
  /** Bytes a second that one thread moves in memory; null where the run did not look. */
  readonly bandwidth: number | null;
  /** A conversation on more and more threads; none where the run did not look. */
  readonly threadLadders: readonly ThreadLadder[];
  readonly warnings: readonly string[];
  /** GPUs that reference runs measured on other machines, newest first; absent where there are none. */
  readonly elsewhere?: readonly MeasuredSummary[];
  /** Runs that a decision was asked to take options from besides; absent where there are none. */
  readonly others?: readonly OtherRun[];
}

export interface OtherRun {
  /** Its targets bear titles that say where they were measured. */
  readonly run: MeasuredSummary;
  /** The one platform that its machine stands for, which its options are priced by; null for every platform of the scenario. */
  readonly platform: string | null;
}

interface EmptySummary {
  readonly state: "empty";
  /** The command that produces a run. */
  readonly command: string;
}

export type Summary = MeasuredSummary | EmptySummary;
