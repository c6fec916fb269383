/** What a port adds to IO: crossing into the ported code and back, as a cost per call and a cost for its bytes. */
import { bytesMs, type CrossingFit } from "../boundary/fit.js";
import { studentCritical } from "../statistics/student-t.js";
import { CONFIDENCE, type Interval80 } from "./interval.js";
import type { Spread } from "./pooled-ratio.js";
import type { ReferenceWorkload } from "./reference.js";

export interface BoundaryFit {
  readonly perCallMs: number;
  /** How many copies of the bytes the target makes beyond today's; where no copy was measured, milliseconds for each byte. */
  readonly copies: number;
  /** What one copy costs on this machine; null where the run did not measure it. */
  readonly copy: CrossingFit | null;
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
  readonly calls: number;
  /** What one copy of all bytes takes; the bytes themselves where that was not measured. */
  readonly moved: number;
}

/**
 * Fits IO on the target = IO on the baseline + calls × (per call + copies × one copy of a call's bytes). What a copy costs, at each size, is the machine's own curve, and how many there are is the target's: about one, give or
 * take one, unless the workloads know better. Without a curve each byte is taken to cost alike, and only the workloads tell.
 * Least squares of relative errors, both costs at least 0.
 *
 * @param copy what a copy into the target's memory costs, as measured
 * @returns null with fewer than three workloads: two costs and their error need as many
 */
export function fitBoundary(
  workloads: readonly ReferenceWorkload[],
  baseline: string,
  target: string,
  common: Spread | null,
  copy: CrossingFit | null = null,
): BoundaryFit | null {
  const points = workloads.flatMap(({ cells, boundary: { calls, bytes } }): Point[] => {
    const [from, to] = [cells.get(baseline), cells.get(target)];
    if (!from || !to || !(to.bucketMs.io > 0)) return [];
    const all = calls * moved(copy, bytes);
    return [{ carriedMs: from.bucketMs.io, ioMs: to.bucketMs.io, calls, moved: all }];
  });
  if (points.length < 3) return null;
  // As a workload that says one copy would, whose error is that of one: the others' spread.
  const prior = copy === null ? 0 : (common?.variance ?? 1);
  const candidates = [
    solve(points, true, true, prior),
    solve(points, true, false, prior),
    solve(points, false, true, prior),
  ];
  const feasible = candidates.filter((fit) => fit !== null && fit.perCallMs >= 0 && fit.copies >= 0);
  const none: Solution = { perCallMs: 0, copies: 0, covariance: [0, 0, 0], terms: 0 };
  const best = [...feasible, none]
    .filter((fit) => fit !== null)
    .reduce((a, b) => (misfit(points, a, prior) <= misfit(points, b, prior) ? a : b));
  const residuals = points.map((point) => Math.log(fitted(point, best) / point.ioMs));
  const own = points.length - best.terms;
  const squares = residuals.reduce((sum, r) => sum + r * r, 0);
  const df = own + (common?.df ?? 0);
  return {
    perCallMs: best.perCallMs,
    copies: best.copies,
    copy,
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
  const each = moved(fit.copy, bytesPerCall);
  const median = calls * (fit.perCallMs + fit.copies * each);
  const ioMs = carriedMs + median;
  if (!(ioMs > 0)) return { median: 0, low: 0, high: 0 };
  const [a, b, c] = fit.covariance;
  const termVariance = calls ** 2 * (a + 2 * b * each + c * each ** 2);
  const variance = fit.residualVariance * (1 + Math.max(0, termVariance) / ioMs ** 2);
  const halfWidth = Math.sqrt(variance) * studentCritical(fit.df, CONFIDENCE);
  return {
    median,
    low: Math.min(median, Math.max(0, ioMs * Math.exp(-halfWidth) - carriedMs)),
    high: ioMs * Math.exp(halfWidth) - carriedMs,
  };
}

const moved = (copy: CrossingFit | null, bytes: number): number =>
  copy === null ? bytes : bytesMs(copy, bytes);

type Solution = Pick<BoundaryFit, "perCallMs" | "copies" | "covariance"> & { readonly terms: number };

const fitted = ({ carriedMs, calls, moved }: Point, { perCallMs, copies }: Solution): number =>
  carriedMs + calls * perCallMs + copies * moved;

function misfit(points: readonly Point[], solution: Solution, prior: number): number {
  return points.reduce(
    (sum, point) => sum + (fitted(point, solution) / point.ioMs - 1) ** 2,
    prior * (solution.copies - 1) ** 2,
  );
}

/** Weighted least squares of the IO that the target adds, with weights 1 / io², and of one copy with weight `prior`. */
function solve(
  points: readonly Point[],
  withCall: boolean,
  withCopies: boolean,
  prior: number,
): Solution | null {
  let [s1, sx, sxx, sy, sxy] = [0, 0, prior, 0, prior];
  for (const { carriedMs, ioMs, calls, moved } of points) {
    const weight = 1 / ioMs ** 2;
    const added = ioMs - carriedMs;
    s1 += weight * calls * calls;
    sx += weight * calls * moved;
    sxx += weight * moved * moved;
    sy += weight * calls * added;
    sxy += weight * moved * added;
  }
  if (withCall && withCopies) {
    const determinant = s1 * sxx - sx * sx;
    if (!(determinant > s1 * sxx * 1e-12)) return null;
    return {
      perCallMs: (sxx * sy - sx * sxy) / determinant,
      copies: (s1 * sxy - sx * sy) / determinant,
      covariance: [sxx / determinant, -sx / determinant, s1 / determinant],
      terms: 2,
    };
  }
  if (withCall) return { perCallMs: sy / s1, copies: 0, covariance: [1 / s1, 0, 0], terms: 1 };
  return sxx > 0 ? { perCallMs: 0, copies: sxy / sxx, covariance: [0, 0, 1 / sxx], terms: 1 } : null;
}
