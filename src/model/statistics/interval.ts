import { probit, quantileSorted } from "simple-statistics";
import { asNumbers } from "./as-numbers.js";
import { studentCritical } from "./student-t.js";

/**
 * Expanded percentile intervals around `center`, from bootstrap replicates (all on the log scale): one for each confidence.
 *
 * A plain percentile interval covers too little when there are few units to resample. Its half-widths are
 * therefore multiplied by t / z (and the deviations by √(n / (n − 1)) where they were drawn), after Hesterberg, "What Teachers Should Know About the
 * Bootstrap", The American Statistician 69(4), 2015. The centre always lies inside.
 *
 * @param df degrees of freedom of the spread: processes − 1, more where the run's other cells add theirs, or
 *   Welch–Satterthwaite's for two groups
 */
export function expandedIntervals(
  replicates: Float64Array,
  center: number,
  df: number,
  confidences: readonly number[],
): { low: number; high: number }[] {
  // Without a comparator a typed array is sorted natively, many times as fast.
  const sorted = asNumbers(replicates.slice().sort());
  return confidences.map((confidence) => {
    const tail = (1 - confidence) / 2;
    const factor = expansionFactor(df, confidence);
    return {
      low: center - Math.max(0, center - quantileSorted(sorted, tail)) * factor,
      high: center + Math.max(0, quantileSorted(sorted, 1 - tail) - center) * factor,
    };
  });
}

/** t over z: how much wider an interval is for not knowing the spread. */
function expansionFactor(df: number, confidence: number): number {
  return studentCritical(df, confidence) / probit(0.5 + confidence / 2);
}
