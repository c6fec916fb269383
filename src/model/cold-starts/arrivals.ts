/** When requests come, as times in ms from 0: seeded, or a user's own. */
import type { Random } from "../random.js";

/** Mean number of requests that come at once where traffic is bursty. An assumption. */
export const MEAN_BURST = 10;
const DAY_MS = 86_400_000;

export type Pattern = "poisson" | "diurnal" | "bursty";

/**
 * The next `count` arrivals.
 *
 * - poisson: independent, at a constant rate
 * - diurnal: Poisson with a rate that swings over the day as a sine, from nearly nothing to `peakToMean` × the mean (2 at
 *   most: a sine cannot peak higher), by thinning
 * - bursty: groups of requests at the same instant, of geometric size with mean 10, the groups being Poisson
 */
export function arrivalTimes(
  pattern: Pattern,
  options: {
    readonly ratePerSecond: number;
    readonly peakToMean: number;
    readonly count: number;
    readonly random: Random;
  },
): Float64Array {
  const { ratePerSecond, peakToMean, count, random } = options;
  const times = new Float64Array(count);
  const gap = (rate: number) => (-Math.log(1 - random()) * 1000) / rate;
  let now = 0;
  if (pattern === "bursty") {
    for (let i = 0; i < count; ) {
      now += gap(ratePerSecond / MEAN_BURST);
      const size = 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / MEAN_BURST));
      for (let k = 0; k < size && i < count; k++) times[i++] = now;
    }
    return times;
  }
  const swing = pattern === "diurnal" ? swingOf(peakToMean) : 0;
  const highest = ratePerSecond * (1 + swing);
  for (let i = 0; i < count; ) {
    now += gap(highest);
    if (swing === 0 || random() * (1 + swing) < 1 + swing * Math.sin((2 * Math.PI * now) / DAY_MS))
      times[i++] = now;
  }
  return times;
}

/** Amplitude of the daily sine, 0 to 1. */
export function swingOf(peakToMean: number): number {
  return Math.min(1, Math.max(0, peakToMean - 1));
}

/**
 * A user's own timestamps, sorted and counted from the first.
 *
 * @throws RangeError that names the first value that is no finite number, or says that there are too few
 */
export function ownArrivals(timesMs: readonly number[]): Float64Array {
  const bad = timesMs.findIndex((time) => !Number.isFinite(time));
  if (bad >= 0)
    throw new RangeError(`timestamp ${bad + 1} is ${timesMs[bad]}: give milliseconds as finite numbers`);
  if (timesMs.length < 2)
    throw new RangeError(`${timesMs.length} timestamps: at least 2 are needed to know a rate`);
  const sorted = Float64Array.from(timesMs).sort();
  const first = sorted[0]!;
  return sorted.map((time) => time - first);
}
