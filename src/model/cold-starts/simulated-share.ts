/** The share of cold requests that a simulation of the pool finds, once the pool holds what it settles to. */
import type { Random } from "../random.js";
import { arrivalTimes, MEAN_BURST, type Pattern } from "./arrivals.js";
import { simulatePool } from "./pool.js";

export interface SimulatedShare {
  /** Those that are counted, and in how much time they come. */
  readonly requests: number;
  readonly hours: number;
  readonly cold: number;
  readonly share: number;
  /** Half-width of the share's 95 % interval. */
  readonly error: number;
}

const DAY_MS = 86_400_000;
/** All that are simulated: about a quarter of a second. */
const MOST_REQUESTS = 300_000;
const FEWEST_REQUESTS = 20_000;
/** So many place the share to within a tenth of it. */
const COLD_WANTED = 500;

/**
 * The pool starts empty. Whether it holds an i-th instance hangs on the last keep-alive alone, so that after one of
 * these, and the longest request, it holds what it would if it had always run.
 *
 * @param expectedShare how many are thought to be cold: the rarer, the longer is simulated
 * @returns null where nothing comes, or what is needed is too long to simulate: a keep-alive, and for the pattern of day and night whole
 *   days
 */
export function simulatedShare(
  pattern: Pattern,
  options: {
    readonly ratePerSecond: number;
    readonly peakToMean: number;
    readonly serviceMs: number;
    readonly coldExtraMs: number;
    readonly keepAliveMs: number;
    readonly expectedShare: number;
    readonly random: Random;
  },
): SimulatedShare | null {
  const { ratePerSecond, peakToMean, serviceMs, coldExtraMs, keepAliveMs, expectedShare, random } = options;
  const perMs = ratePerSecond / 1000;
  const countFromMs = keepAliveMs + serviceMs + coldExtraMs;
  const most = MOST_REQUESTS - countFromMs * perMs;
  const wanted = Math.min(most, Math.max(FEWEST_REQUESTS, COLD_WANTED / Math.max(expectedShare, 1e-12)));
  const windowMs = pattern === "diurnal" ? wholeDays(wanted / perMs, most / perMs) : wanted / perMs;
  if (!(ratePerSecond > 0) || most < FEWEST_REQUESTS || windowMs === 0) return null;
  const endMs = countFromMs + windowMs;
  const expected = endMs * perMs;
  // Groups scatter more than single requests do: six standard deviations beyond what is needed on average.
  const count = Math.ceil(expected + 6 * Math.sqrt(2 * MEAN_BURST * expected) + MEAN_BURST);
  const times = arrivalTimes(pattern, { ratePerSecond, peakToMean, count, random });
  const past = times.findIndex((time) => time >= endMs);
  const { requests, cold, coldShare, coldShareError } = simulatePool({
    arrivalsMs: past < 0 ? times : times.subarray(0, past),
    serviceMs: () => serviceMs,
    coldExtraMs,
    keepAliveMs,
    countFromMs,
  });
  return { requests, cold, hours: windowMs / 3_600_000, share: coldShare, error: coldShareError };
}

/** At least one, and as many as are wanted and can be had. */
function wholeDays(wantedMs: number, mostMs: number): number {
  return Math.min(Math.max(1, Math.ceil(wantedMs / DAY_MS)), Math.floor(mostMs / DAY_MS)) * DAY_MS;
}
