/** A crossing's cost as a fixed part and a part for each byte. */

/** Beyond some size bytes may cost otherwise: they no longer fit into a cache. */
export interface CrossingFit {
  /** What a crossing costs whatever it carries. */
  readonly perCallMs: number;
  readonly perByteMs: number;
  /** What each further byte costs beyond `fromBytes`; null where one cost for all bytes fits as well. */
  readonly beyond: { readonly fromBytes: number; readonly perByteMs: number } | null;
  /** Measured over fitted, in the order of the points that were given. */
  readonly residuals: readonly number[];
  /** Root mean square of the relative errors. */
  readonly error: number;
}

interface FitPoint {
  readonly bytes: number;
  readonly ms: number;
}

/** Three costs and where they change are only drawn from more points than that. */
const LEAST_FOR_TWO_REGIMES = 6;
/** By what factor a second cost has to lessen the error to be believed: about what Schwarz's criterion asks of ten sizes. */
const LEAST_GAIN = 1.3;

/**
 * Least squares of relative errors, so that small crossings count as much as large ones; no cost is below 0.
 *
 * @returns null with fewer than three sizes
 */
export function fitCrossing(points: readonly FitPoint[]): CrossingFit | null {
  const sizes = [...new Set(points.map(({ bytes }) => bytes))].sort((a, b) => a - b);
  if (sizes.length < 3 || points.some(({ ms }) => !(ms > 0))) return null;
  const one = fitWith(points, null)!;
  if (sizes.length < LEAST_FOR_TWO_REGIMES) return one;
  // Two sizes on either side: a single one may be a slip.
  const broken = sizes.slice(1, -2).flatMap((fromBytes) => fitWith(points, fromBytes) ?? []);
  const best = broken.reduce((a, b) => (b.error < a.error ? b : a), one);
  return best.error * LEAST_GAIN < one.error ? best : one;
}

/** What so many bytes cost by a fit, in one crossing. */
export function crossingMs(fit: Omit<CrossingFit, "residuals" | "error">, bytes: number): number {
  return fit.perCallMs + bytesMs(fit, bytes);
}

/** The same without what a crossing costs whatever it carries. */
export function bytesMs(
  { perByteMs, beyond }: Pick<CrossingFit, "perByteMs" | "beyond">,
  bytes: number,
): number {
  const near = beyond === null ? bytes : Math.min(bytes, beyond.fromBytes);
  return perByteMs * near + (beyond === null ? 0 : beyond.perByteMs * (bytes - near));
}

function fitWith(points: readonly FitPoint[], fromBytes: number | null): CrossingFit | null {
  const columns = points.map(({ bytes }) =>
    fromBytes === null ? [1, bytes] : [1, Math.min(bytes, fromBytes), Math.max(0, bytes - fromBytes)],
  );
  const costs = leastSquares(
    columns,
    points.map(({ ms }) => ms),
  );
  if (costs === null) return null;
  const [perCallMs = 0, perByteMs = 0, further = 0] = costs;
  const beyond = fromBytes === null ? null : { fromBytes, perByteMs: further };
  const fit = { perCallMs, perByteMs, beyond };
  const errors = points.map(({ bytes, ms }) => crossingMs(fit, bytes) / ms - 1);
  return {
    ...fit,
    residuals: errors.map((error) => 1 / (1 + error)),
    error: Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
  };
}

/**
 * Costs of at least 0, one for each column, with the least sum of squared relative errors: the best of all choices of columns
 * whose costs come out so. There are three columns at most, so that all choices can be tried.
 */
function leastSquares(columns: readonly (readonly number[])[], values: readonly number[]): number[] | null {
  const count = columns[0]!.length;
  let best: { readonly costs: number[]; readonly squares: number } | null = null;
  for (let chosen = 1; chosen < 1 << count; chosen++) {
    const active = Array.from({ length: count }, (_, k) => k).filter((k) => chosen & (1 << k));
    // Relative: divided by what was measured. Scaled by its largest, so that bytes and 1 weigh alike.
    const rows = columns.map((row, i) => active.map((k) => row[k]! / values[i]!));
    const scales = active.map((_, k) => Math.max(...rows.map((row) => row[k]!)) || 1);
    const found = solve(rows.map((row) => row.map((cell, k) => cell / scales[k]!)));
    if (found === null || found.some((cost) => !(cost >= 0))) continue;
    const costs = new Array<number>(count).fill(0);
    for (const [at, k] of active.entries()) costs[k] = found[at]! / scales[at]!;
    const squares = columns.reduce((sum, row, i) => {
      const fitted = row.reduce((total, cell, k) => total + cell * costs[k]!, 0);
      return sum + (fitted / values[i]! - 1) ** 2;
    }, 0);
    if (best === null || squares < best.squares) best = { costs, squares };
  }
  return best?.costs ?? null;
}

/** The normal equations of rows × costs = 1, by Gauss and Jordan with pivots; null where they are singular. */
function solve(rows: readonly (readonly number[])[]): number[] | null {
  const count = rows[0]!.length;
  const matrix = Array.from({ length: count }, (_, i) => [
    ...Array.from({ length: count }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row) => sum + row[i]!, 0),
  ]);
  for (let k = 0; k < count; k++) {
    const pivot = matrix.slice(k).reduce((at, row, i) => {
      return Math.abs(row[k]!) > Math.abs(matrix[at]![k]!) ? k + i : at;
    }, k);
    [matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!];
    const lead = matrix[k]![k]!;
    if (!(Math.abs(lead) > 1e-14)) return null;
    matrix[k] = matrix[k]!.map((cell) => cell / lead);
    for (let i = 0; i < count; i++) {
      if (i === k) continue;
      const factor = matrix[i]![k]!;
      matrix[i] = matrix[i]!.map((cell, j) => cell - factor * matrix[k]![j]!);
    }
  }
  return matrix.map((row) => row[count]!);
}
