import { numericSort, probit, quantileSorted } from "simple-statistics";
import { studentCritical } from "./student-t.ts";

export interface Expansion {
  /** Factor on the deviations of the replicates: √(n / (n − 1)), or 1 where the caller has applied it. */
  readonly inflation: number;
  /** Degrees of freedom of the spread: processes − 1, or Welch–Satterthwaite's for two groups. */
  readonly df: number;
}

/**
 * Expanded percentile interval around `center`, from bootstrap replicates (all on the log scale).
 *
 * A plain percentile interval covers too little when there are few units to resample. Its half-widths are
 * therefore multiplied by √(n / (n − 1)) · t / z, after Hesterberg, "What Teachers Should Know About the
 * Bootstrap", The American Statistician 69(4), 2015. The centre always lies inside.
 */
export function expandedInterval(
  replicates: Float64Array,
  center: number,
  expansion: Expansion,
  confidence: number,
): { low: number; high: number } {
  const sorted = numericSort(Array.from(replicates));
  const tail = (1 - confidence) / 2;
  const factor = expansion.inflation * expansionFactor(expansion.df, confidence);
  return {
    low: center - Math.max(0, center - quantileSorted(sorted, tail)) * factor,
    high: center + Math.max(0, quantileSorted(sorted, 1 - tail) - center) * factor,
  };
}

/** t over z: how much wider an interval is for not knowing the spread. */
function expansionFactor(df: number, confidence: number): number {
  return studentCritical(df, confidence) / probit(0.5 + confidence / 2);
}
