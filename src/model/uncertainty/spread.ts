import type { Simulation } from "./model.js";

/** How an outcome is spread over the draws. */
export interface Spread {
  readonly mean: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** Infinite draws make the mean and the upper quantiles infinite, as they should. */
export function spreadOf(column: Float64Array): Spread {
  const sorted = Float64Array.from(column).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
  return { mean: sum / sorted.length, p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}

/** Share of the draws in which the value is at most `limit`. */
export function probabilityWithin(column: Float64Array, limit: number): number {
  let kept = 0;
  for (const value of column) if (value <= limit) kept++;
  return kept / column.length;
}

/**
 * Per option, the share of the draws in which it is the smallest in a criterion; ties are shared evenly.
 *
 * @param among indices of the options that take part; the others get 0
 */
export function probabilityBest(
  { outcomes, draws }: Simulation,
  criterion: number,
  among: readonly number[],
): number[] {
  const wins = outcomes.map(() => 0);
  for (let d = 0; d < draws; d++) {
    let best = Number.POSITIVE_INFINITY;
    let ties = 0;
    for (const o of among) {
      const value = outcomes[o]![criterion]![d]!;
      if (value < best) {
        best = value;
        ties = 1;
      } else if (value === best) ties++;
    }
    for (const o of among) if (outcomes[o]![criterion]![d] === best) wins[o]! += 1 / ties;
  }
  return wins.map((won) => won / draws);
}
