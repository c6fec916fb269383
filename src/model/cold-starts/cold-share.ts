/** What a pool of instances settles to, from how requests come and how long idle instances are kept, as tables. */
import type { Pattern } from "./arrivals.js";
import { poolAt, type WarmPool } from "./warm-pool.js";

const LEAST_LOG = -9;
const MOST_LOG = 7;
/** Ten to a decade: within 5 % of the formula nearly everywhere, and within a third where the share falls steepest. */
const STEPS = 160;
/** Logarithm of a share that is as good as none. */
const NONE = -70;

/** Of a rate of requests, a keep-alive and the time of one request. */
export type PoolTable = (ratePerSecond: number, keepAliveMs: number, serviceMs: number) => number;

/** Share of requests that meet a cold instance. @param peakToMean used by the diurnal pattern only */
export const coldShareTable = (pattern: Pattern, peakToMean: number, concurrency = 1): PoolTable =>
  poolTable("coldShare", pattern, peakToMean, concurrency);

/**
 * What of a pool is asked for, as a table over log λK and log load, since a simulation asks tens of thousands of times.
 * In between, its logarithm is interpolated: where an instance more begins to stay warm, the share falls by decades.
 */
export function poolTable(
  what: keyof WarmPool,
  pattern: Pattern,
  peakToMean: number,
  concurrency: number,
): PoolTable {
  const rows = STEPS + 1;
  const table = new Float64Array(rows * rows).fill(Number.NaN);
  const valueAt = (x: number, y: number) => poolAt(pattern, peakToMean, x, y, concurrency)[what];
  // Filled as it is asked for: a scenario visits a corner of it.
  const cell = (i: number, j: number): number => {
    const at = i * rows + j;
    if (Number.isNaN(table[at]!))
      table[at] = Math.max(NONE, Math.log(valueAt(10 ** logOf(i), 10 ** logOf(j))));
    return table[at]!;
  };
  return (ratePerSecond, keepAliveMs, serviceMs) => {
    const x = positionOf((ratePerSecond * keepAliveMs) / 1000);
    const y = positionOf((ratePerSecond * serviceMs) / 1000);
    const [i, j] = [Math.min(STEPS - 1, Math.floor(x)), Math.min(STEPS - 1, Math.floor(y))];
    const [u, v] = [x - i, y - j];
    const log =
      (1 - u) * ((1 - v) * cell(i, j) + v * cell(i, j + 1)) +
      u * ((1 - v) * cell(i + 1, j) + v * cell(i + 1, j + 1));
    return log === NONE ? 0 : Math.exp(log);
  };
}

const logOf = (step: number) => LEAST_LOG + ((MOST_LOG - LEAST_LOG) * step) / STEPS;

function positionOf(value: number): number {
  const log = value > 0 ? Math.log10(value) : LEAST_LOG;
  return Math.min(STEPS, Math.max(0, ((log - LEAST_LOG) / (MOST_LOG - LEAST_LOG)) * STEPS));
}
