import { numericSort, probit, quantileSorted } from "simple-statistics";
import { studentCritical } from "./student-t.js";

/**
 * Expanded percentile interval around `center`, from bootstrap replicates (all on the log scale).
 *
 * A plain percentile interval covers too little when there are few units to resample. Its half-widths are
 * therefore multiplied by t / z (and the deviations by √(n / (n − 1)) where they were drawn), after Hesterberg, "What Teachers Should Know About the
 * Bootstrap", The American Statistician 69(4), 2015. The centre always lies inside.
 *
 * @param df degrees of freedom of the spread: processes − 1, more where the run's other cells add theirs, or
 *   Welch–Satterthwaite's for two groups
 */
export function expandedInterval(
  replicates: Float64Array,
  center: number,
  df: number,
  confidence: number,
): { low: number; high: number } {
  const sorted = numericSort(Array.from(replicates));
  const tail = (1 - confidence) / 2;
  const factor = expansionFactor(df, confidence);
  return {
    low: center - Math.max(0, center - quantileSorted(sorted, tail)) * factor,
    high: center + Math.max(0, quantileSorted(sorted, 1 - tail) - center) * factor,
  };
}

/** t over z: how much wider an interval is for not knowing the spread. */
function expansionFactor(df: number, confidence: number): number {
  return studentCritical(df, confidence) / probit(0.5 + confidence / 2);
}
