/** What a port adds to IO: crossing into the ported code and back, as a cost per call and a cost per byte. */
import { studentCritical } from "../statistics/student-t.js";
import { CONFIDENCE, type Interval80 } from "./interval.js";
import type { Spread } from "./pooled-ratio.js";
import type { ReferenceWorkload } from "./reference.js";

export interface BoundaryFit {
  readonly perCallMs: number;
  readonly perByteMs: number;
  /** Relative variance of a reference workload's IO around the fit, on the log scale. */
  readonly residualVariance: number;
  readonly df: number;
  readonly workloads: number;
  /** Inverse of the weighted normal matrix of the active terms, row by row; 0 for a term that is not active. */
  readonly covariance: readonly [number, number, number];
}

interface Point {
  readonly carriedMs: number;
  readonly ioMs: number;
  readonly bytes: number;
}

/**
 * Fits IO on the target = IO on the baseline + per call + per byte × bytes, each reference workload being one call.
 * Least squares of relative errors, both costs at least 0.
 *
 * @returns null with fewer than three workloads: two costs and their error need as many
 */
export function fitBoundary(
  workloads: readonly ReferenceWorkload[],
  baseline: string,
  target: string,
  common: Spread | null,
): BoundaryFit | null {
  const points = workloads.flatMap(({ cells, payloadBytes }): Point[] => {
    const [from, to] = [cells.get(baseline), cells.get(target)];
    if (!from || !to || !(to.bucketMs.io > 0)) return [];
    return [{ carriedMs: from.bucketMs.io, ioMs: to.bucketMs.io, bytes: payloadBytes }];
  });
  if (points.length < 3) return null;
  const candidates = [solve(points, true, true), solve(points, true, false), solve(points, false, true)];
  const feasible = candidates.filter((fit) => fit !== null && fit.perCallMs >= 0 && fit.perByteMs >= 0);
  const none: Solution = { perCallMs: 0, perByteMs: 0, covariance: [0, 0, 0], terms: 0 };
  const best = [...feasible, none]
    .filter((fit) => fit !== null)
    .reduce((a, b) => (relativeError(points, a) <= relativeError(points, b) ? a : b));
  const residuals = points.map((point) => Math.log(fitted(point, best) / point.ioMs));
  const own = points.length - best.terms;
  const squares = residuals.reduce((sum, r) => sum + r * r, 0);
  const df = own + (common?.df ?? 0);
  return {
    perCallMs: best.perCallMs,
    perByteMs: best.perByteMs,
    residualVariance: (squares + (common ? common.df * common.variance : 0)) / df,
    df,
    workloads: points.length,
    covariance: best.covariance,
  };
}

/**
 * The boundary's cost for so many calls of so many bytes each, on top of the IO that is carried over.
 * Beyond the payloads that were measured the interval widens by the uncertainty of both costs.
 */
export function boundaryCost(
  fit: BoundaryFit,
  calls: number,
  bytesPerCall: number,
  carriedMs: number,
): Interval80 {
  const median = calls * (fit.perCallMs + fit.perByteMs * bytesPerCall);
  const ioMs = carriedMs + median;
  if (!(ioMs > 0)) return { median: 0, low: 0, high: 0 };
  const [a, b, c] = fit.covariance;
  const termVariance = calls ** 2 * (a + 2 * b * bytesPerCall + c * bytesPerCall ** 2);
  const variance = fit.residualVariance * (1 + Math.max(0, termVariance) / ioMs ** 2);
  const halfWidth = Math.sqrt(variance) * studentCritical(fit.df, CONFIDENCE);
  return {
    median,
    low: Math.min(median, Math.max(0, ioMs * Math.exp(-halfWidth) - carriedMs)),
    high: ioMs * Math.exp(halfWidth) - carriedMs,
  };
}

type Solution = Pick<BoundaryFit, "perCallMs" | "perByteMs" | "covariance"> & { readonly terms: number };

const fitted = ({ carriedMs, bytes }: Point, { perCallMs, perByteMs }: Solution): number =>
  carriedMs + perCallMs + perByteMs * bytes;

function relativeError(points: readonly Point[], solution: Solution): number {
  return points.reduce((sum, point) => sum + (fitted(point, solution) / point.ioMs - 1) ** 2, 0);
}

/** Weighted least squares of the IO that the target adds, with weights 1 / io². */
function solve(points: readonly Point[], withCall: boolean, withByte: boolean): Solution | null {
  let [s1, sx, sxx, sy, sxy] = [0, 0, 0, 0, 0];
  for (const { carriedMs, ioMs, bytes } of points) {
    const weight = 1 / ioMs ** 2;
    const added = ioMs - carriedMs;
    s1 += weight;
    sx += weight * bytes;
    sxx += weight * bytes * bytes;
    sy += weight * added;
    sxy += weight * bytes * added;
  }
  if (withCall && withByte) {
    const determinant = s1 * sxx - sx * sx;
    if (!(determinant > s1 * sxx * 1e-12)) return null;
    return {
      perCallMs: (sxx * sy - sx * sxy) / determinant,
      perByteMs: (s1 * sxy - sx * sy) / determinant,
      covariance: [sxx / determinant, -sx / determinant, s1 / determinant],
      terms: 2,
    };
  }
  if (withCall) return { perCallMs: sy / s1, perByteMs: 0, covariance: [1 / s1, 0, 0], terms: 1 };
  return sxx > 0 ? { perCallMs: 0, perByteMs: sxy / sxx, covariance: [0, 0, 1 / sxx], terms: 1 } : null;
}
