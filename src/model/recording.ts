/**
 * What a page needs to know about a recorded pipeline, derived from its recording by `summarise-recording.ts`.
 * No zod here, since pages import it.
 */
import type { BucketOrUnattributed } from "./buckets.js";
import type { MachineLoad } from "./machine-load.js";
import type { Environment } from "./run-file.js";
import type { DrawnTree } from "./traces/drawn-tree.js";
import type { Boundary, OperatorTime } from "./traces/profile.js";
import type { BucketShare, TraceAttribution } from "./traces/result.js";

/** What runs the command's code. */
export const HOSTS = ["python", "node"] as const;
export type Host = (typeof HOSTS)[number];

/** plain: as a user runs it; profiled: the same under a profiler; attached: a while of a process that ran already. */
export const EXECUTION_ARMS = ["plain", "profiled", "attached"] as const;
export type ExecutionArm = (typeof EXECUTION_ARMS)[number];

/** sampled: a sampling profiler saw it; traced: cProfile counted calls; marked: the pipeline's own marks. */
export const EVIDENCE = ["sampled", "traced", "marked"] as const;
export type Evidence = (typeof EVIDENCE)[number];

export const END_REASONS = ["complete", "interrupted", "budget", "failed"] as const;
export type EndReason = (typeof END_REASONS)[number];

/** One look at where the time goes. */
export interface RecordedAttribution {
  readonly evidence: Evidence;
  readonly executions: number;
  /** Mean wall time of the executions that were looked at. */
  readonly executionWallMs: number;
  /** The unprofiled wall time by bucket: see `scaling`. The shares sum to 1. */
  readonly buckets: Readonly<Record<BucketOrUnattributed, BucketShare>>;
  /** Of the unattributed time, what a rule knows to be waiting; scaled as the buckets are. */
  readonly waiting: BucketShare;
  /**
   * CPU time of an unprofiled execution beyond what the profiled thread can have used: that of other threads and
   * processes. 0 where it is too little to tell, or where CPU time is unknown.
   */
  readonly unfollowedCpuMs: number;
  /** One sentence: how the buckets' times were brought to the unprofiled wall time. */
  readonly scaling: string;
  /** As it was attributed: in the time of all `executions` together. */
  readonly attribution: TraceAttribution;
  /** Time under the interpreter's import machinery, scaled as the buckets are; null where it cannot be told. */
  readonly importMs: number | null;
  readonly operators: readonly OperatorTime[];
  readonly boundary: Boundary | null;
  /** What the command started and the profiler followed: who worked most first. Scaled as the buckets are. */
  readonly children: readonly RecordedChild[];
  /** For a flame chart: small, and coloured by destination. In the time of all `executions` together. */
  readonly tree: DrawnTree;
}

/** A child process, or a worker thread, of one execution. */
export interface RecordedChild {
  /** "multiprocessing worker 2". */
  readonly name: string;
  /** From its first sample to its last. */
  readonly wallMs: number;
  readonly samples: number | null;
  readonly buckets: Readonly<Record<BucketOrUnattributed, BucketShare>>;
  /** Part of the unattributed time. */
  readonly waiting: BucketShare;
}

/** Wall time of the unprofiled executions; of an attached process, as long as it was watched. With few of them the range is all that can be said of the spread. */
export interface WallTime {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Profiled executions at one rate. */
export interface ProfilingAttempt {
  /** Null for a profiler that does not sample, and where rates differ. */
  readonly rateHz: number | null;
  readonly withoutNative: boolean;
  /** Profiled over unprofiled wall time, minus 1. */
  readonly inflation: number;
  /** Whether the attribution is of it. */
  readonly isUsed: boolean;
}

export interface RecordingSummary {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  readonly host: Host;
  readonly interpreter: string;
  /** Requests that one execution serves; 1 where nobody said. */
  readonly requests: number;
  /** Where it is of a process that ran already; null where a command was run. */
  readonly attached: { readonly place: string; readonly option: string } | null;
  readonly end: EndReason | "killed";
  readonly environment: Environment;
  readonly tool: { readonly name: string; readonly version: string; readonly options: readonly string[] };
  readonly wallMs: WallTime;
  /** CPU time over wall time of the unprofiled executions: about the number of busy cores. Null if unknown. */
  readonly cpuPerWall: number | null;
  readonly cpuMethod: string;
  /** Largest of the unprofiled executions; null if unknown. */
  readonly peakRssBytes: number | null;
  readonly memoryMethod: string;
  /** Profiled over unprofiled wall time, minus 1: what the profiler cost. Null where nothing was profiled. */
  readonly inflation: number | null;
  /** Each setting of the profiler that was tried, in order. */
  readonly attempts: readonly ProfilingAttempt[];
  /** Of the arm in which others took more of the machine; null where it was not watched, or for too short. */
  readonly load: MachineLoad | null;
  /** The interpreter with nothing to do, milliseconds; part of every execution. Null if it was not measured. */
  readonly bareStartMs: number | null;
  /** The best evidence first: marked, then sampled, then traced. Empty if the recording did not get that far. */
  readonly attributions: readonly RecordedAttribution[];
  readonly warnings: readonly string[];
}
