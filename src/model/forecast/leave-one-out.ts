/** Every reference workload forecast from the others, beside what was measured: calibration and honesty rest on it. */
import { SOUND_EVIDENCE } from "../evidence-gate.js";
import { noTime } from "../traces/bucket-ms.js";
import { forecast } from "./forecast.js";
import type { ForecastInput } from "./input.js";
import type { ForecastReference, ReferenceTarget, ReferenceWorkload } from "./reference.js";
import type { TargetForecast } from "./result.js";

export interface Scored {
  readonly workload: string;
  /** The target whose profile it was forecast from: today's program, or the rung below it. */
  readonly from: string;
  readonly made: TargetForecast;
  readonly measuredMs: number;
}

export function without(reference: ForecastReference, workload: string): ForecastReference {
  return { ...reference, workloads: reference.workloads.filter(({ id }) => id !== workload) };
}

/**
 * A workload as its owner would bring it: what one target's measurement tells, and nothing of any other. Null where it was
 * not measured there.
 *
 * @param from the target that it runs on: today's, or the rung below
 */
export function inputOfReference(
  { cells, boundary, isVectorised, arrayShare = 1 }: ReferenceWorkload,
  from: Pick<ReferenceTarget, "id" | "course"> | undefined,
): ForecastInput | null {
  const cell = from && cells.get(from.id);
  if (cell === undefined) return null;
  const arraysMs = isVectorised && from?.course === "stay" ? arrayShare * cell.bucketMs.interpreter : 0;
  return {
    wallMs: cell.wallMs,
    bucketMs: cell.bucketMs,
    operators: cell.operators,
    boundary,
    peakRssBytes: cell.peakRssBytes,
    host: "python",
    engine: "native",
    engineCores: 1,
    cpuPerWall: cell.cpuPerWall,
    samples: null,
    vectorisedMs: { interpreter: arraysMs, compute: 0 },
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
  const rungs = reference.targets.filter(({ course }) => course === "stay" || course === "plain");
  return reference.workloads.flatMap((workload) => {
    const others = prepare(without(reference, workload.id));
    return rungs.flatMap((rung): Scored[] => {
      const input = inputOfReference(workload, rung);
      if (input === null) return [];
      return forecast(input, others).targets.flatMap((made): Scored[] => {
        const cell = workload.cells.get(made.target);
        // A setting keeps the glue, and those that are measured keep today's, not that of the rung below.
        const isOther = rung.course === "plain" && made.course === "setting";
        // A GPU's cores were another machine's: its whole request is no measure of a forecast of this one's.
        const isElsewhere = reference.targets.find(({ id }) => id === made.target)?.gpu?.on.elsewhere;
        if (cell === undefined || made.isToday || isOther || isElsewhere) return [];
        return [{ workload: workload.id, from: rung.id, made, measuredMs: cell.wallMs }];
      });
    });
  });
}

/** What share of measurements an 80 % interval has to hold at the least, to be called one. */
export const LEAST_COVERAGE = 0.7;

/**
 * Widens the intervals until they are honest: by the smallest factor (on the log scale, never below 1) with which
 * the reference's own workloads, each forecast from the others, lie inside often enough. It is a split-conformal
 * factor (Lei et al., JASA 113, 2018), drawn from the reference alone, so that a workload that is left out to be
 * scored has no part in it.
 */
export function honest(reference: ForecastReference): ForecastReference {
  const scores = leaveOneOut({ ...reference, widening: 1 })
    .flatMap((row) => scoreOf(row) ?? [])
    .sort((a, b) => a - b);
  const needed = Math.ceil(LEAST_COVERAGE * (scores.length + 1));
  // Too few forecasts to tell: then the intervals stay as their own spread makes them.
  const widening = Math.max(1, scores[needed - 1] ?? 1);
  return { ...reference, widening };
}

/** How many half-widths the measurement is away from the forecast, on the log scale; null without an interval. */
function scoreOf({ made, measuredMs }: Scored): number | null {
  if (made.state === "no-evidence" || !(measuredMs > 0)) return null;
  const { median, low, high } = made.timeMs;
  const limit = measuredMs < median ? low : high;
  const reach = Math.abs(Math.log(limit / median));
  if (!(median > 0) || !(reach > 0)) return null;
  return Math.abs(Math.log(measuredMs / median)) / reach;
}
