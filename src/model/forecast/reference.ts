/** What this machine's run says about its targets, in the shape that a forecast needs. Types only. */
import type { ServerGpuApi } from "../adapter.js";
import type { CrossingFit } from "../boundary/fit.js";
import type { CrossingHost } from "../boundary/ways.js";
import type { BucketOrUnattributed } from "../buckets.js";
import type { Course } from "../course.js";
import type { Rung } from "../ladder/rungs.js";
import type { BrowserFile, Glue, Port, Reach, Standalone } from "../run-file.js";
import type { OperatorTime } from "../traces/profile.js";
import type { BatchGain } from "./batch-gains.js";

/** A target as far as a forecast cares. */
export interface ReferenceTarget {
  readonly id: string;
  readonly title: string;
  readonly port: Port;
  readonly course: Course;
  readonly reach: readonly Reach[];
  readonly threads: number;
  /** Null in runs of before it was recorded, but for Python. */
  readonly glue: Glue | null;
  /** Whether its engine's settings are searched; `threads` is then the most that a search may choose. */
  readonly tuned?: boolean | undefined;
  /** As the run records them; a decision needs them, a forecast does not. */
  readonly browserFiles?: readonly BrowserFile[] | undefined;
  readonly standalone?: Standalone | undefined;
  /** What its engine takes for single kernels, milliseconds, with as many threads; absent where nobody measured that. */
  readonly rungMs?: RungTimes | undefined;
  /** The server's GPU that it computes on; absent on a CPU, and where nobody measured it. */
  readonly gpu?: GpuReference | undefined;
  /** What company in a call costs; none where nobody measured it on two workloads. */
  readonly batchGains?: readonly BatchGain[] | undefined;
}

/** Where a GPU's times are from. */
export interface MeasuredOn {
  readonly gpu: string;
  /** ISO 8601 */
  readonly date: string;
  /** On another machine than the rest of the reference: what ran on its cores says nothing here. */
  readonly elsewhere: boolean;
}

export interface GpuReference {
  readonly on: MeasuredOn;
  readonly api: ServerGpuApi;
  /** What it takes to move tensors there and back, by the bytes of both ways together; null where too few sizes tell. */
  readonly copies: { readonly fit: CrossingFit; readonly workloads: number } | null;
}

export type RungTimes = Readonly<Partial<Record<Rung, number>>>;

/** One workload measured on one target. */
export interface ReferenceCell {
  readonly wallMs: number;
  /** Variance of the log of the wall time: how well the times of this cell are known. */
  readonly logVariance: number;
  readonly bucketMs: Readonly<Record<BucketOrUnattributed, number>>;
  /** Time by operator, from the engine's profile, of which only the shares are used; empty where it gives none. */
  readonly operators: readonly OperatorTime[];
  /** CPU time over wall time; null if unknown. */
  readonly cpuPerWall: number | null;
  /** Spawn, import and compile: what every start pays, whatever the model. */
  readonly startMs: number;
  readonly sessionMs: number;
  readonly firstInferenceMs: number;
  readonly peakRssBytes: number | null;
}

/** How a request crosses into ported code: calls of models (at least one), and the bytes of one, both ways together. */
export interface Boundary {
  readonly calls: number;
  readonly bytes: number;
}

export interface ReferenceWorkload {
  readonly id: string;
  readonly boundary: Boundary;
  readonly cells: ReadonlyMap<string, ReferenceCell>;
  /** Whether today's glue is array code here, and another program than that of the rung below. */
  readonly isVectorised: boolean;
  /** Which part of that glue's time is in compiled loops of array libraries; all of it where nobody looked. */
  readonly arrayShare?: number | undefined;
}

export interface ForecastReference {
  /** Null without a run: then only cited evidence is left. */
  readonly runId: string | null;
  /** The target that stands for what a Python team runs today. Null where the run has none. */
  readonly baseline: string | null;
  readonly targets: readonly ReferenceTarget[];
  readonly workloads: readonly ReferenceWorkload[];
  /** What copying into linear memory costs, by size; nothing where the run did not look. */
  readonly copy: Partial<Record<CrossingHost, CrossingFit>>;
  /** By how much intervals are widened, on the log scale, because this machine's own forecasts missed too often. */
  readonly widening: number;
}
