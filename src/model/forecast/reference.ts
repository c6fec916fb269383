/** What this machine's run says about its targets, in the shape that a forecast needs. */
import type { BucketOrUnattributed } from "../buckets.js";
import type { BrowserFile, Glue, Port, Reach, TargetRecord } from "../run-file.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "../summary.js";
import type { OperatorTime } from "../traces/profile.js";
import { honest } from "./widening.js";

/** A target as far as a forecast cares. */
export interface ReferenceTarget {
  readonly id: string;
  readonly title: string;
  readonly port: Port;
  readonly reach: readonly Reach[];
  readonly threads: number;
  /** As the run records them; a decision needs both, a forecast neither. */
  readonly glue?: Glue | undefined;
  readonly browserFiles?: readonly BrowserFile[] | undefined;
}

/** One workload measured on one target. */
export interface ReferenceCell {
  readonly wallMs: number;
  /** Variance of the log of the wall time: how well the times of this cell are known. */
  readonly logVariance: number;
  readonly bucketMs: Readonly<Record<BucketOrUnattributed, number>>;
  /** Time by operator, from the engine's profile; empty where it gives none that can be used. */
  readonly operators: readonly OperatorTime[];
  /** Spawn, import and compile: what every start pays, whatever the model. */
  readonly startMs: number;
  readonly sessionMs: number;
  readonly firstInferenceMs: number;
  readonly peakRssBytes: number | null;
}

export interface ReferenceWorkload {
  readonly id: string;
  /** Bytes of a request and its response, together. */
  readonly payloadBytes: number;
  readonly cells: ReadonlyMap<string, ReferenceCell>;
}

export interface ForecastReference {
  /** Null without a run: then only cited evidence is left. */
  readonly runId: string | null;
  /** The target that stands for what a Python team runs today. Null where the run has none. */
  readonly baseline: string | null;
  readonly targets: readonly ReferenceTarget[];
  readonly workloads: readonly ReferenceWorkload[];
  /** By how much intervals are widened, on the log scale, because this machine's own forecasts missed too often. */
  readonly widening: number;
}

export interface ReferenceOptions {
  /** A workload that must not inform the forecast: the one that is forecast. */
  readonly leaveOut?: string;
  /** Registered targets that the run does not know of; they are forecast from cited evidence. */
  readonly targets?: readonly ReferenceTarget[];
}

/** What a run says about this machine's targets, with intervals that are wide enough for its own workloads. */
export function forecastReference(
  summary: MeasuredSummary,
  options: ReferenceOptions = {},
): ForecastReference {
  return honest(measuredReference(summary, options));
}

/** The reference as measured, its intervals not widened. */
export function measuredReference(
  summary: MeasuredSummary,
  { leaveOut, targets = [] }: ReferenceOptions = {},
): ForecastReference {
  const known = new Set(summary.targets.map(({ id }) => id));
  return {
    runId: summary.runId,
    baseline: summary.targets.find(({ port }) => port === "stay")?.id ?? null,
    targets: [...summary.targets.map(targetOf), ...targets.filter(({ id }) => !known.has(id))],
    workloads: summary.workloads.filter(({ id }) => id !== leaveOut).map(referenceWorkload),
    widening: 1,
  };
}

/** What is left without any run: the targets' names. */
export function referenceWithoutRun(targets: readonly ReferenceTarget[]): ForecastReference {
  const baseline = targets.find(({ port }) => port === "stay")?.id ?? null;
  return { runId: null, baseline, targets, workloads: [], widening: 1 };
}

function targetOf(target: TargetRecord): ReferenceTarget {
  const { id, title, port, reach, threads, glue } = target;
  const browserFiles = target.available ? target.browserFiles : undefined;
  return { id, title, port, reach, threads, glue, browserFiles };
}

function referenceWorkload({ id, payloadBytes, resultBytes, cells }: WorkloadSummary): ReferenceWorkload {
  const measured = cells.filter((cell): cell is MeasuredCell => cell.state === "measured");
  return {
    id,
    payloadBytes: payloadBytes + resultBytes,
    cells: new Map(measured.map((cell) => [cell.target, referenceCell(cell)])),
  };
}

/** z of the summary's 95 % intervals; they are wider than normal ones, so the variance is an upper bound. */
const Z95 = 1.959963984540054;

function referenceCell({ attribution, p50Ms, coldMs, peakRssBytes }: MeasuredCell): ReferenceCell {
  const { engine } = attribution;
  return {
    wallMs: attribution.wallMs,
    logVariance: p50Ms.low > 0 ? (Math.log(p50Ms.high / p50Ms.low) / (2 * Z95)) ** 2 : 0,
    bucketMs: attribution.bucketMs,
    operators: engine.state === "profiled" ? engine.operators : [],
    startMs: coldMs.spawn + coldMs.import + coldMs.compile,
    sessionMs: coldMs.session,
    firstInferenceMs: coldMs.firstInference,
    peakRssBytes,
  };
}
