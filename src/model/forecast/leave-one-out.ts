/** Every reference workload forecast from the others, beside what was measured: calibration and honesty rest on it. */
import { SOUND_EVIDENCE } from "../evidence-gate.js";
import { noTime } from "../traces/bucket-ms.js";
import { forecast } from "./forecast.js";
import type { ForecastInput } from "./input.js";
import type { ForecastReference, ReferenceWorkload } from "./reference.js";
import type { TargetForecast } from "./result.js";

export interface Scored {
  readonly workload: string;
  readonly made: TargetForecast;
  readonly measuredMs: number;
}

export function without(reference: ForecastReference, workload: string): ForecastReference {
  return { ...reference, workloads: reference.workloads.filter(({ id }) => id !== workload) };
}

/**
 * A workload as its owner would bring it: what its baseline's measurement tells, and nothing of any other target.
 * Null without a measured baseline.
 */
export function inputOfReference(
  { cells, payloadBytes }: ReferenceWorkload,
  baseline: string | null,
): ForecastInput | null {
  const cell = baseline === null ? undefined : cells.get(baseline);
  if (cell === undefined) return null;
  return {
    wallMs: cell.wallMs,
    bucketMs: cell.bucketMs,
    operators: cell.operators,
    boundary: { calls: 1, bytes: payloadBytes },
    peakRssBytes: cell.peakRssBytes,
    host: "python",
    engine: "native",
    samples: null,
    vectorisedMs: { interpreter: 0, compute: 0 },
    arraysOnly: false,
    deviceMs: noTime(),
    evidence: SOUND_EVIDENCE,
    waitingMs: 0,
    unfollowedMs: 0,
    requestsPerColdStart: null,
  };
}

/** @param prepare what to do to a reference that has lost a workload, before it forecasts that workload */
export function leaveOneOut(
  reference: ForecastReference,
  prepare: (reference: ForecastReference) => ForecastReference = (same) => same,
): Scored[] {
  return reference.workloads.flatMap((workload) => {
    const input = inputOfReference(workload, reference.baseline);
    if (input === null) return [];
    const { targets } = forecast(input, prepare(without(reference, workload.id)));
    return targets.flatMap((made): Scored[] => {
      const cell = workload.cells.get(made.target);
      if (cell === undefined || made.target === reference.baseline) return [];
      return [{ workload: workload.id, made, measuredMs: cell.wallMs }];
    });
  });
}
