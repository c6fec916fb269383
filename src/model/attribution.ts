import { BUCKETS, type Bucket, type BucketOrUnattributed } from "./buckets.js";
import type { EngineRow, SamplesRow } from "./run-file.js";
import { middleHalf } from "./statistics/middle-half.js";
import type { Attribution, EngineSplit } from "./summary.js";

/** A profiler that slows the model call by more than this does not describe it any more. */
export const PROFILER_INFLATION_LIMIT = 0.25;

/** The rest takes next to nothing. */
const MOST_OPERATORS = 12;

/** Times of one iteration by bucket, milliseconds. */
export type BucketTimes = Readonly<Record<Bucket, number>> & { readonly wallMs: number };

/** Share of the model call that is compute; the rest of it is marshalling between caller and engine. */
export function computeShareOf(split: EngineSplit): number {
  return split.state === "profiled" ? split.kernelShare + split.schedulingShare : 1;
}

/**
 * Splits the model call by the engine's own profile, taken in an arm of its own.
 *
 * @param unprofiledRunMs mean wall time of the same call without the profiler
 */
export function splitEngine(engine: EngineRow | undefined, unprofiledRunMs: number): EngineSplit {
  if (!engine) return { state: "unprofiled", reason: "the profiled arm has no result" };
  if (!(engine.runMs > 0) || !(unprofiledRunMs > 0)) {
    return { state: "unprofiled", reason: "the model call is shorter than the clock can tell" };
  }
  const operators = engine.operators.slice(0, MOST_OPERATORS);
  const inflation = engine.runMs / unprofiledRunMs - 1;
  if (inflation > PROFILER_INFLATION_LIMIT) {
    return { state: "withheld", inflation, limit: PROFILER_INFLATION_LIMIT, operators };
  }
  // With several threads, kernels are still timed on the caller's thread, so they cannot exceed the run.
  const kernelShare = Math.min(1, engine.kernelMs / engine.runMs);
  const modelShare = Math.min(1, Math.max(kernelShare, engine.modelRunMs / engine.runMs));
  return {
    state: "profiled",
    inflation,
    kernelShare,
    schedulingShare: modelShare - kernelShare,
    marshallingShare: 1 - modelShare,
    operators,
  };
}

/** Iterations of one row by bucket; `computeShare` of every compute span stays there, the rest is io. */
export function bucketTimes(row: SamplesRow, computeShare: number): BucketTimes[] {
  return row.wallMs.map((wallMs, i) => {
    const times = { interpreter: 0, compute: 0, io: 0, wallMs };
    for (const [k, { bucket }] of row.segments.entries()) {
      const ms = row.spanMs[k]![i]!;
      if (bucket === "compute") {
        times.compute += ms * computeShare;
        times.io += ms * (1 - computeShare);
      } else {
        times[bucket] += ms;
      }
    }
    return times;
  });
}

/** Relative to the wall time: a remainder below it is arithmetic and no time. */
const ROUNDING = 1e-12;

/**
 * Wall time by bucket. Shares come from the middle half of the iterations by wall time, so that a stray
 * pause colours no bucket; they are scaled to the median, so that the parts sum to it exactly.
 *
 * @param iterations warm iterations of all processes of the cell, at least one
 */
export function attribute(
  iterations: readonly BucketTimes[],
  medianMs: number,
  engine: EngineSplit,
): Attribution {
  const middle = middleHalf(iterations, (times) => times.wallMs);
  const wall = sum(middle, (times) => times.wallMs);
  const bucketMs: Record<BucketOrUnattributed, number> = {
    interpreter: 0,
    compute: 0,
    io: 0,
    unattributed: 0,
  };
  let attributed = 0;
  for (const bucket of BUCKETS) {
    const share = wall > 0 ? sum(middle, (times) => times[bucket]) / wall : 0;
    bucketMs[bucket] = share * medianMs;
    attributed += share;
  }
  // Spans lie inside the wall time, so more than all of it can only be rounding.
  const coverage = Math.min(1, attributed);
  const rest = medianMs - BUCKETS.reduce((total, bucket) => total + bucketMs[bucket], 0);
  bucketMs.unattributed = rest > ROUNDING * medianMs ? rest : 0;
  return { wallMs: medianMs, bucketMs, coverage, engine };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
