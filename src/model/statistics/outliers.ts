import { numericSort, quantileSorted } from "simple-statistics";

export interface Outliers {
  /** Beyond 1.5 and up to 3 interquartile ranges from the quartiles. */
  readonly mild: number;
  /** Beyond 3 interquartile ranges. */
  readonly severe: number;
}

/** Counts a series' outliers by Tukey's fences. They are classified, never dropped. */
export function tukeyOutliers(series: readonly number[]): Outliers {
  if (series.length < 4) return { mild: 0, severe: 0 };
  const sorted = numericSort([...series]);
  const first = quantileSorted(sorted, 0.25);
  const third = quantileSorted(sorted, 0.75);
  const range = third - first;
  const beyond = (ranges: number) => (x: number) => x < first - ranges * range || x > third + ranges * range;
  const severe = series.filter(beyond(3)).length;
  return { mild: series.filter(beyond(1.5)).length - severe, severe };
}
