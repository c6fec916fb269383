import { numericSort, quantileSorted } from "simple-statistics";

/** A percentile, or why the samples cannot support one. */
export type Percentile =
  | { readonly state: "estimated"; readonly ms: number; readonly samples: number }
  | { readonly state: "insufficient"; readonly samples: number; readonly needed: number };

/** Confidence of MLPerf Inference's early stopping. */
const CONFIDENCE = 0.99;

/**
 * How many samples a claim about the q-quantile needs: the smallest n for which the second-largest sample
 * lies above the quantile with a confidence of 99 %, that is P(Binomial(n, 1 − q) ≤ 1) ≤ 0.01.
 * One query over the latency is allowed and tolerance is 0, as in MLPerf LoadGen's early stopping, whose
 * published minima (64 for p90, 662 for p99) this formula yields.
 */
export function samplesNeeded(q: number): number {
  if (!(q > 0 && q < 1)) throw new RangeError(`quantile ${q}: allowed is above 0 and below 1, such as 0.99`);
  const atMostOneAbove = (n: number) => q ** n + n * (1 - q) * q ** (n - 1);
  let n = 2;
  while (atMostOneAbove(n) > 1 - CONFIDENCE) n += 1;
  return n;
}

/**
 * The q-quantile of the samples (linear interpolation, Hyndman & Fan's type 7) in milliseconds, or how many
 * samples it lacks. Pooled iterations are not quite independent, so the minimum is necessary, not sufficient.
 */
export function percentileIfSupported(samples: readonly number[], q: number): Percentile {
  const needed = samplesNeeded(q);
  if (samples.length < needed) return { state: "insufficient", samples: samples.length, needed };
  return { state: "estimated", ms: quantileSorted(numericSort([...samples]), q), samples: samples.length };
}
