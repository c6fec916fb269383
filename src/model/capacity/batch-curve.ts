/** What a call takes with so many requests in it, from the sizes that were measured. */
import { median } from "simple-statistics";
import type { Estimate } from "../statistics/estimate.js";
import { studentCritical } from "../statistics/student-t.js";

/** One size of a batch, as it was measured. */
export interface BatchRounds {
  /** Requests in a call. */
  readonly batch: number;
  /** Of the whole call, in each round. */
  readonly roundMs: readonly number[];
  /** The device's memory in use, at most; null where nobody knows. */
  readonly deviceMemoryBytes?: number | null;
}

interface BatchPoint {
  readonly batch: number;
  /** Median of the whole call, with its 95 % interval. */
  readonly ms: Estimate;
  readonly deviceMemoryBytes: number | null;
}

export interface BatchCurve {
  /** Ascending; the first is a batch of one. */
  readonly points: readonly BatchPoint[];
}

const CONFIDENCE = 0.95;

/**
 * Medians over the rounds. How far one may be off is told by how all sizes' rounds scatter, on the log scale, since a size alone
 * has few: t × s / √rounds, Student's t with the degrees of freedom of all.
 *
 * @returns null without a batch of one to start from, or with one size alone: then nothing tells what company gains
 */
export function batchCurve(measured: readonly BatchRounds[]): BatchCurve | null {
  const bySize = new Map<number, BatchRounds>(measured.map((one) => [one.batch, one]));
  const sizes = [...bySize.values()].sort((a, b) => a.batch - b.batch);
  if (sizes.length < 2 || sizes[0]!.batch !== 1) return null;
  const scatters = sizes.map(({ roundMs }) => squaresOf(roundMs.map(Math.log)));
  const squares = scatters.reduce((sum, one) => sum + one.squares, 0);
  const df = scatters.reduce((sum, one) => sum + one.df, 0);
  const reach = df > 0 ? studentCritical(df, CONFIDENCE) * Math.sqrt(squares / df) : 0;
  return {
    points: sizes.map(({ batch, roundMs, deviceMemoryBytes = null }) => {
      const value = median([...roundMs]);
      const factor = Math.exp(reach / Math.sqrt(roundMs.length));
      return { batch, ms: { value, low: value / factor, high: value * factor }, deviceMemoryBytes };
    }),
  };
}

function squaresOf(values: readonly number[]): { readonly squares: number; readonly df: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0), df: values.length - 1 };
}

/** The largest batch that was measured: beyond it nothing is known. */
export const largestBatch = ({ points }: BatchCurve): number => points.at(-1)!.batch;

/**
 * What a call with `batch` requests takes, on the straight line between the two sizes that were measured about it.
 *
 * @throws RangeError below 1 and beyond the largest that was measured
 */
export function callOfBatch(curve: BatchCurve, batch: number): Estimate {
  const { points } = curve;
  const most = largestBatch(curve);
  if (!(batch >= 1 && batch <= most)) {
    throw new RangeError(
      `a batch of ${batch} was not measured: allowed are 1 to ${most}; measure a larger one, or take ${most} at most`,
    );
  }
  const at = points.findIndex((point) => point.batch >= batch);
  const [above, below] = [points[at]!, points[Math.max(0, at - 1)]!];
  const share = above.batch === below.batch ? 1 : (batch - below.batch) / (above.batch - below.batch);
  const between = (end: keyof Estimate) => below.ms[end] + share * (above.ms[end] - below.ms[end]);
  return { value: between("value"), low: between("low"), high: between("high") };
}

/** The same curve up to a size: one that a server allows, or that its memory holds. Null where only single requests are left. */
export function upTo(curve: BatchCurve, most: number): BatchCurve | null {
  const points = curve.points.filter(({ batch }) => batch <= most);
  const last = points.at(-1);
  if (last === undefined) return null;
  const cut = Math.floor(Math.min(most, largestBatch(curve)));
  if (cut > last.batch) points.push({ batch: cut, ms: callOfBatch(curve, cut), deviceMemoryBytes: null });
  return points.length < 2 ? null : { points };
}

/** What a whole batch keeps a worker for, by its size; index 0 is none. */
export function serviceBySize(
  curve: BatchCurve,
  glueMs: number,
  end: keyof Estimate = "value",
): Float64Array {
  return Float64Array.from({ length: largestBatch(curve) + 1 }, (_, batch) =>
    batch === 0 ? 0 : batch * glueMs + callOfBatch(curve, batch)[end],
  );
}
