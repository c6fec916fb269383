import { mean } from "simple-statistics";

/** Lag-1 autocorrelation of a series in time order, −1 to 1; 0 for a constant or very short one. */
export function lag1Autocorrelation(series: readonly number[]): number {
  if (series.length < 3) return 0;
  const center = mean(series);
  let covariance = 0;
  let total = 0;
  for (let i = 0; i < series.length; i++) {
    const deviation = series[i]! - center;
    total += deviation * deviation;
    if (i > 0) covariance += deviation * (series[i - 1]! - center);
  }
  return total === 0 ? 0 : covariance / total;
}
