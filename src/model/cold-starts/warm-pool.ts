/** A pool of instances that are started as requests come, in closed form: what of it is cold, busy, idle. */
import { errorFunction } from "simple-statistics";
import { MEAN_BURST, type Pattern, swingOf } from "./arrivals.js";

export interface WarmPool {
  /** Share of the requests that start an instance. */
  readonly coldShare: number;
  /** Instances that have a request, on average. */
  readonly busy: number;
  /** Instances that have none and are kept for the next, on average. */
  readonly idle: number;
}

/** e^−load is no number any more above. */
const MOST_LOAD = 700;
/** Standard deviations beyond which there is nothing. */
const REACH = 10;

/**
 * For Poisson arrivals.
 *
 * Idle instances are a stack, and the instance at depth i works only while more than m = (i − 1) × concurrency requests
 * run: as few of them are busy as hold what runs. The number N that run is Poisson with the offered load a as its mean
 * (M/G/∞). A request takes instance i with probability P(N = m); it finds it gone if N stayed at m or below for longer
 * than the keep-alive. Such gaps are taken as exponential with the rate r at which N leaves {0 … m} upwards,
 * λ P(N = m) / P(N ≤ m): exact for i = 1 with short service, e^(−λK), and close elsewhere (`simulatePool` is the check).
 * Of such a gap the instance is kept for the mean of the shorter of gap and keep-alive, (1 − e^(−rK)) / r.
 *
 * @param perKeepAlive requests in one keep-alive, λK
 * @param load offered load, λ × service, erlangs
 * @param concurrency requests, at most, that share an instance
 */
export function poissonPool(perKeepAlive: number, load: number, concurrency = 1): WarmPool {
  if (load > MOST_LOAD) return largePool(perKeepAlive, load, concurrency);
  let probability = Math.exp(-load);
  let below = 0;
  let [coldShare, busy, idle] = [0, 0, 0];
  // Beyond the mean by ten standard deviations nothing is left.
  const last = Math.ceil(load + REACH * Math.sqrt(load) + REACH);
  for (let n = 0; n < last; n++) {
    below += probability;
    if (n % concurrency === 0) {
      const gone = probability > 0 ? Math.exp((-perKeepAlive * probability) / Math.max(below, 1e-300)) : 1;
      coldShare += probability * gone;
      busy += Math.max(0, 1 - below);
      idle += Math.min(1, below) * (1 - gone);
    }
    probability *= load / (n + 1);
  }
  return { coldShare: Math.min(1, coldShare), busy, idle };
}

/** The same where N is as good as normal, at some of the instances; hardly any request starts one. */
function largePool(perKeepAlive: number, load: number, concurrency: number): WarmPool {
  const deviation = Math.sqrt(load);
  const first = Math.floor((load - REACH * deviation) / concurrency);
  const step = Math.max(1, Math.round(deviation / (20 * concurrency)));
  let [busy, idle] = [first, 0];
  for (let i = first; i * concurrency < load + REACH * deviation; i += step) {
    const z = (i * concurrency + 0.5 - load) / deviation;
    const below = (1 + errorFunction(z / Math.SQRT2)) / 2;
    const probability = Math.exp((-z * z) / 2) / (deviation * Math.sqrt(2 * Math.PI));
    busy += step * (1 - below);
    idle += step * below * -Math.expm1((-perKeepAlive * probability) / Math.max(below, 1e-300));
  }
  return { coldShare: 0, busy, idle };
}

/** For groups of requests that come at once: the first of a group is as above, the k-th needs instances for k. */
export function burstyPool(perKeepAlive: number, load: number, concurrency = 1): WarmPool {
  const groups = perKeepAlive / MEAN_BURST;
  // Of the instance that holds the k-th, only groups of at least k (with what still runs from before) keep it warm.
  let [coldShare, idle, reach] = [0, 0, 1];
  const stay = (1 - 1 / MEAN_BURST) ** concurrency;
  for (let k = 1; k <= 40 * MEAN_BURST && reach > 1e-9; k += concurrency) {
    const gone = Math.exp(-groups * reach);
    coldShare += (reach / MEAN_BURST) * gone;
    idle += 1 - gone;
    reach *= stay;
  }
  // What overlaps with earlier groups needs instances beyond its own group's.
  const apart = poissonPool(perKeepAlive, load, concurrency);
  return {
    coldShare: Math.min(1, Math.max(coldShare, apart.coldShare)),
    // Groups share more than single requests do: this is the most that is busy.
    busy: apart.busy,
    idle: Math.max(idle, apart.idle),
  };
}

/** Points of the day at which a daily swing is averaged. */
const DAY_POINTS = 12;

/** Over a day whose rate swings as a sine: each hour at its own rate; a share is weighted by its requests. */
export function diurnalPool(
  perKeepAlive: number,
  load: number,
  peakToMean: number,
  concurrency = 1,
): WarmPool {
  const swing = swingOf(peakToMean);
  let [coldShare, busy, idle] = [0, 0, 0];
  for (let i = 0; i < DAY_POINTS; i++) {
    const rate = 1 + swing * Math.sin((2 * Math.PI * (i + 0.5)) / DAY_POINTS);
    const pool = poissonPool(perKeepAlive * rate, load * rate, concurrency);
    coldShare += rate * pool.coldShare;
    busy += pool.busy;
    idle += pool.idle;
  }
  return { coldShare: coldShare / DAY_POINTS, busy: busy / DAY_POINTS, idle: idle / DAY_POINTS };
}

/** @param peakToMean used by the diurnal pattern only */
export function poolAt(
  pattern: Pattern,
  peakToMean: number,
  perKeepAlive: number,
  load: number,
  concurrency: number,
): WarmPool {
  if (pattern === "poisson") return poissonPool(perKeepAlive, load, concurrency);
  return pattern === "bursty"
    ? burstyPool(perKeepAlive, load, concurrency)
    : diurnalPool(perKeepAlive, load, peakToMean, concurrency);
}
