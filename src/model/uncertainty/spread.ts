import type { Simulation } from "./model.js";
import { quantilesOf } from "./quantiles-of.js";

/** How an outcome is spread over the draws. */
export interface Spread {
  readonly mean: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** Infinite draws make the mean and the upper quantiles infinite, as they should; one that is no number leaves all unknown. */
export function spreadOf(column: Float64Array): Spread {
  const mean = meanOf(column);
  if (Number.isNaN(mean)) return { mean, p5: mean, p50: mean, p95: mean };
  const [p5, p50, p95] = quantilesOf(column, [0.05, 0.5, 0.95]) as [number, number, number];
  return { mean, p5, p50, p95 };
}

/** NaN where infinities of both signs meet, as only differences have them. */
export function meanOf(column: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < column.length; d++) sum += column[d]!;
  return sum / column.length;
}

/** `spreads[option][criterion]`. */
export function spreadsOf({ outcomes }: Simulation): Spread[][] {
  return outcomes.map((columns) => columns.map(spreadOf));
}

/** Share of the draws in which the value is at most `limit`. */
export function probabilityWithin(column: Float64Array, limit: number): number {
  let kept = 0;
  for (let d = 0; d < column.length; d++) if (column[d]! <= limit) kept++;
  return kept / column.length;
}

/** What an option has to keep in a draw to take part in it. */
export interface Limit {
  readonly criterion: number;
  readonly atMost: number;
}

/**
 * Per option, the share of the draws in which it is the smallest in a criterion; ties are shared evenly. A draw in
 * which every option breaks a limit counts for none, so that the shares may sum to less than 1.
 *
 * @param among indices of the options that take part; the others get 0
 */
export function probabilityBest(
  { outcomes, draws }: Simulation,
  criterion: number,
  among: readonly number[],
  limits: readonly Limit[] = [],
): number[] {
  const columns = among.map((o) => outcomes[o]![criterion]!);
  const checks = limits.map((limit) => among.map((o) => outcomes[o]![limit.criterion]!));
  const wins = new Float64Array(among.length);
  const winners = new Int32Array(among.length);
  for (let d = 0; d < draws; d++) {
    let best = Number.POSITIVE_INFINITY;
    let ties = 0;
    next: for (let o = 0; o < columns.length; o++) {
      for (let l = 0; l < checks.length; l++) if (!(checks[l]![o]![d]! <= limits[l]!.atMost)) continue next;
      const value = columns[o]![d]!;
      if (value < best) {
        best = value;
        ties = 0;
      }
      if (value === best) winners[ties++] = o;
    }
    for (let t = 0; t < ties; t++) wins[winners[t]!]! += 1 / ties;
  }
  const shares = outcomes.map(() => 0);
  among.forEach((o, a) => {
    shares[o] = wins[a]! / draws;
  });
  return shares;
}
