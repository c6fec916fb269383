import { isUncertain } from "../scenario/range.js";
import { binsOf } from "./bins.js";
import type { Simulation, UncertainInput } from "./model.js";
import { type Outcome, outcomeColumn } from "./outcome.js";

interface VarianceShare {
  readonly input: UncertainInput;
  /** Var(E[outcome | input]) / Var(outcome), 0 to 1. */
  readonly share: number;
}

interface VarianceShares {
  readonly variance: number;
  /** Largest first; inputs that are known exactly are left out. */
  readonly shares: readonly VarianceShare[];
  /** What no input explains by itself: interactions, and the noise of the estimate. 0 to 1. */
  readonly rest: number;
  /** Share of the draws that were left out because their outcome is infinite. */
  readonly leftOut: number;
}

/**
 * First-order Sobol indices from the draws that exist: how much of the outcome's variance a curve over one input
 * explains (Plischke, Borgonovo & Smith, "Global sensitivity measures from given data", EJOR 226(3), 2013). The curve
 * is a line per slice of the input: the plain mean of a slice would lose what happens within the outer ones, which are
 * wide where a distribution has tails. What chance alone would explain is taken off, as in the adjusted R².
 * An index of 0.01 is within the noise at 10,000 draws.
 */
export function varianceShares(simulation: Simulation, outcome: Outcome): VarianceShares {
  const column = outcomeColumn(simulation, outcome);
  let count = 0;
  let sum = 0;
  for (const value of column)
    if (Number.isFinite(value)) {
      count++;
      sum += value;
    }
  const mean = sum / count;
  let squares = 0;
  for (const value of column) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  const shares = simulation.model.inputs.flatMap((input, i): VarianceShare[] =>
    isUncertain(input.range)
      ? [{ input, share: squares > 0 ? explained(simulation.inputs[i]!, column, mean, squares) : 0 }]
      : [],
  );
  return {
    variance: count > 1 ? squares / (count - 1) : 0,
    shares: shares.sort((a, b) => b.share - a.share),
    rest: squares > 0 ? Math.max(0, 1 - shares.reduce((total, { share }) => total + share, 0)) : 0,
    leftOut: 1 - count / column.length,
  };
}

function explained(input: Float64Array, column: Float64Array, mean: number, squares: number): number {
  const { count, of } = binsOf(input);
  const lines = Array.from({ length: count }, () => ({ n: 0, x0: 0, x: 0, y: 0, xx: 0, xy: 0 }));
  for (let d = 0; d < column.length; d++) {
    const y = column[d]! - mean;
    if (!Number.isFinite(y)) continue;
    const line = lines[of[d]!]!;
    // Sums of squares keep their digits only around a value that lies near.
    if (line.n === 0) line.x0 = input[d]!;
    const x = input[d]! - line.x0;
    line.n++;
    line.x += x;
    line.y += y;
    line.xx += x * x;
    line.xy += x * y;
  }
  let fitted = 0;
  let total = 0;
  let parameters = 0;
  for (const { n, x, y, xx, xy } of lines) {
    if (n === 0) continue;
    total += n;
    parameters++;
    fitted += (y * y) / n;
    const spread = xx - (x * x) / n;
    if (n < 3 || !(spread > 0)) continue;
    parameters++;
    fitted += (xy - (x * y) / n) ** 2 / spread;
  }
  if (total <= parameters) return 0;
  const byChance = ((parameters - 1) * (squares - fitted)) / (total - parameters);
  return Math.min(1, Math.max(0, (fitted - byChance) / squares));
}
