/** Share of requests that meet a cold instance, from how they come and how long idle instances are kept. */
import { MEAN_BURST, type Pattern, swingOf } from "./arrivals.js";

/**
 * For Poisson arrivals, in closed form.
 *
 * Idle instances are a stack, and the instance at depth i works only while at least i requests run. The number N that
 * run is Poisson with the offered load a as its mean (M/G/∞). A request takes instance i with probability
 * P(N = i − 1); it finds it gone if N stayed below i for longer than the keep-alive. Such gaps are taken as
 * exponential with the rate at which N leaves {0 … i − 1} upwards, λ P(N = i − 1) / P(N < i): exact for i = 1 with
 * short service, e^(−λK), and close elsewhere (`simulatePool` is the check).
 *
 * @param perKeepAlive requests in one keep-alive, λK
 * @param load offered load, λ × service, erlangs
 */
export function poissonColdShare(perKeepAlive: number, load: number): number {
  let probability = Math.exp(-load);
  let below = 0;
  let share = 0;
  // Beyond the mean by ten standard deviations nothing is left. e^−load is no number any more at loads above 700.
  const last = load > 700 ? 0 : Math.ceil(load + 10 * Math.sqrt(load) + 10);
  for (let i = 1; i <= last; i++) {
    below += probability;
    if (probability > 0)
      share += probability * Math.exp((-perKeepAlive * probability) / Math.max(below, 1e-300));
    probability *= load / i;
  }
  return Math.min(1, share);
}

/** For groups of requests that come at once: the first of a group is as above, the k-th needs k − 1 more instances. */
export function burstyColdShare(perKeepAlive: number, load: number): number {
  const groups = perKeepAlive / MEAN_BURST;
  // Of instance k, only groups of at least k (with what still runs from before) keep it warm.
  let share = 0;
  let reach = 1;
  const stay = 1 - 1 / MEAN_BURST;
  for (let k = 1; k <= 40 * MEAN_BURST && reach > 1e-9; k++) {
    share += (reach / MEAN_BURST) * Math.exp(-groups * reach);
    reach *= stay;
  }
  // What overlaps with earlier groups needs instances beyond its own group's.
  return Math.min(1, Math.max(share, poissonColdShare(perKeepAlive, load)));
}

/** Points of the day at which a daily swing is averaged. */
const DAY_POINTS = 12;

/** Over a day whose rate swings as a sine: each hour at its own rate, weighted by its requests. */
export function diurnalColdShare(perKeepAlive: number, load: number, peakToMean: number): number {
  const swing = swingOf(peakToMean);
  let cold = 0;
  for (let i = 0; i < DAY_POINTS; i++) {
    const rate = 1 + swing * Math.sin((2 * Math.PI * (i + 0.5)) / DAY_POINTS);
    cold += rate * poissonColdShare(perKeepAlive * rate, load * rate);
  }
  return cold / DAY_POINTS;
}

const LEAST_LOG = -9;
const MOST_LOG = 7;
/** Ten to a decade: within 5 % of the formula nearly everywhere, and within a third where the share falls steepest. */
const STEPS = 160;
/** Logarithm of a share that is as good as none. */
const NONE = -70;

/**
 * The share as a table over log λK and log load, since a simulation asks tens of thousands of times. In between, its
 * logarithm is interpolated: where an instance more begins to stay warm, the share falls by decades.
 *
 * @param peakToMean used by the diurnal pattern only
 */
export function coldShareTable(
  pattern: Pattern,
  peakToMean: number,
): (ratePerSecond: number, keepAliveMs: number, serviceMs: number) => number {
  const rows = STEPS + 1;
  const table = new Float64Array(rows * rows).fill(Number.NaN);
  const shareOf = (x: number, y: number): number => {
    if (pattern === "poisson") return poissonColdShare(x, y);
    return pattern === "bursty" ? burstyColdShare(x, y) : diurnalColdShare(x, y, peakToMean);
  };
  // Filled as it is asked for: a scenario visits a corner of it.
  const cell = (i: number, j: number): number => {
    const at = i * rows + j;
    if (Number.isNaN(table[at]!))
      table[at] = Math.max(NONE, Math.log(shareOf(10 ** logOf(i), 10 ** logOf(j))));
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
