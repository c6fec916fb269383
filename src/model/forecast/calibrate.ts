/** Scores forecasts: each workload is forecast from its baseline profile alone, the others being the reference. */
import { median } from "simple-statistics";
import type { MeasuredSummary } from "../summary.js";
import type { Interval80 } from "./interval.js";
import { honest, LEAST_COVERAGE, leaveOneOut, without } from "./leave-one-out.js";
import { measuredReference } from "./measured-reference.js";
import type { ForecastReference } from "./reference.js";
import type { PartName } from "./result.js";

/** One forecast beside its measurement. */
export interface CalibrationRow {
  readonly workload: string;
  readonly target: string;
  /** The target whose profile it was forecast from: today's program, or the rung below it. */
  readonly from: string;
  readonly forecastMs: Interval80;
  readonly measuredMs: number;
  /** Forecast over measured, minus 1: above 0 is too slow a forecast. */
  readonly error: number;
  readonly inside: boolean;
  /** What one overall ratio per target would have said: the skill that the buckets have to show. */
  readonly naiveMs: number | null;
  /** The part of the forecast that made its interval wide. */
  readonly widest: PartName | null;
}

export interface CalibrationScore {
  readonly count: number;
  /** Median over rows of |error|. */
  readonly medianAbsError: number;
  /** Share of the rows whose measurement lies in the 80 % interval. */
  readonly coverage: number;
  /** Sharpness: geometric mean of high over low, 1 being no interval at all. */
  readonly meanFactor: number;
  /** Median absolute error of one overall ratio per target, on the rows that have one; null where none has. */
  readonly naiveMedianAbsError: number | null;
}

export interface Calibration {
  readonly runId: string;
  readonly effort: string;
  /** Today's program; null where the run has none. */
  readonly baseline: string | null;
  readonly rows: readonly CalibrationRow[];
  /** Null where there is nothing to score. */
  readonly overall: CalibrationScore | null;
  readonly byTarget: readonly GroupScore[];
  readonly byFrom: readonly GroupScore[];
  readonly byWorkload: readonly GroupScore[];
  /** What could not be scored, and why. */
  readonly gaps: readonly string[];
}

export interface GroupScore extends CalibrationScore {
  /** A target's or a workload's id. */
  readonly id: string;
}

/** What Portolan aims at; a calibration says whether its run reaches it. */
export const AIM = { medianAbsError: 0.2, leastCoverage: LEAST_COVERAGE, mostCoverage: 0.9 } as const;

export function calibrate(summary: MeasuredSummary): Calibration {
  const reference = measuredReference(summary);
  const rows: CalibrationRow[] = [];
  const gaps = reference.workloads
    .filter(({ cells }) => reference.baseline === null || !cells.has(reference.baseline))
    .map(({ id }) => `${id} has no measured baseline, so there is no profile to forecast from`);
  for (const { workload, from, made, measuredMs } of leaveOneOut(reference, honest)) {
    if (made.state === "no-evidence") {
      gaps.push(`${workload} on ${made.target}, from ${from}: ${made.reason}`);
      continue;
    }
    const { timeMs, target, widest } = made;
    rows.push({
      workload,
      target,
      from,
      forecastMs: timeMs,
      measuredMs,
      error: timeMs.median / measuredMs - 1,
      inside: timeMs.low <= measuredMs && measuredMs <= timeMs.high,
      naiveMs: naiveForecast(reference, workload, from, target),
      widest: widest?.part ?? null,
    });
  }
  return {
    runId: summary.runId,
    effort: summary.effort,
    baseline: reference.baseline,
    rows,
    overall: scoreOf(rows),
    byTarget: groupScores(rows, ({ target }) => target),
    byFrom: groupScores(rows, ({ from }) => from),
    byWorkload: groupScores(rows, ({ workload }) => workload),
    gaps,
  };
}

export function scoreOf(rows: readonly CalibrationRow[]): CalibrationScore | null {
  if (rows.length === 0) return null;
  const naiveErrors = rows.flatMap(({ naiveMs, measuredMs }) =>
    naiveMs === null ? [] : [Math.abs(naiveMs / measuredMs - 1)],
  );
  const logWidth = rows.reduce((sum, { forecastMs: f }) => sum + Math.log(f.high / f.low), 0);
  return {
    count: rows.length,
    medianAbsError: median(rows.map(({ error }) => Math.abs(error))),
    coverage: rows.filter(({ inside }) => inside).length / rows.length,
    meanFactor: Math.exp(logWidth / rows.length),
    naiveMedianAbsError: naiveErrors.length > 0 ? median(naiveErrors) : null,
  };
}

function groupScores(rows: readonly CalibrationRow[], keyOf: (row: CalibrationRow) => string): GroupScore[] {
  return [...new Set(rows.map(keyOf))].map((id) => ({
    id,
    ...scoreOf(rows.filter((row) => keyOf(row) === id))!,
  }));
}

/** Today's wall time × the median of the other workloads' overall ratios on this target: no buckets, no boundary. */
function naiveForecast(
  reference: ForecastReference,
  workload: string,
  from: string,
  target: string,
): number | null {
  const wallMs = (id: string, of: ForecastReference["workloads"][number]) => of.cells.get(id)?.wallMs;
  const own = reference.workloads.find(({ id }) => id === workload);
  const today = own && wallMs(from, own);
  const ratios = without(reference, workload).workloads.flatMap((other) => {
    const [before, after] = [wallMs(from, other), wallMs(target, other)];
    return before !== undefined && after !== undefined && before > 0 ? [after / before] : [];
  });
  return today !== undefined && ratios.length > 0 ? today * median(ratios) : null;
}
