import { leaveOneOut, type Scored } from "./leave-one-out.js";
import type { ForecastReference } from "./reference.js";

/** What share of measurements an 80 % interval has to hold at the least, to be called one. */
export const LEAST_COVERAGE = 0.7;

/**
 * Widens the intervals until they are honest: by the smallest factor (on the log scale, never below 1) with which
 * the reference's own workloads, each forecast from the others, lie inside often enough. It is a split-conformal
 * factor (Lei et al., JASA 113, 2018), drawn from the reference alone, so that a workload that is left out to be
 * scored has no part in it.
 */
export function honest(reference: ForecastReference): ForecastReference {
  const scores = leaveOneOut({ ...reference, widening: 1 })
    .flatMap((row) => scoreOf(row) ?? [])
    .sort((a, b) => a - b);
  const needed = Math.ceil(LEAST_COVERAGE * (scores.length + 1));
  // Too few forecasts to tell: then the intervals stay as their own spread makes them.
  const widening = Math.max(1, scores[needed - 1] ?? 1);
  return { ...reference, widening };
}

/** How many half-widths the measurement is away from the forecast, on the log scale; null without an interval. */
function scoreOf({ made, measuredMs }: Scored): number | null {
  if (made.state === "no-evidence" || !(measuredMs > 0)) return null;
  const { median, low, high } = made.timeMs;
  const limit = measuredMs < median ? low : high;
  const reach = Math.abs(Math.log(limit / median));
  if (!(median > 0) || !(reach > 0)) return null;
  return Math.abs(Math.log(measuredMs / median)) / reach;
}
