/**
 * A median and how sure it is, in three numbers: what is kept of a cell's samples where many runs are compared. The unit of
 * replication is the process, as in `bootstrap.ts`; its spread on the log scale is moderated by the run's other cells.
 */
import { median, sampleVariance } from "simple-statistics";
import { intervalSupported } from "./bootstrap.js";
import type { Estimate } from "./estimate.js";
import { type VariancePrior, varianceOfMedian } from "./moderation.js";
import { studentCritical } from "./student-t.js";

export interface LogMedian {
  /** In the unit of what was measured; above 0. */
  readonly value: number;
  /** Standard error of its logarithm; null where there was one process, which says nothing of how processes differ. */
  readonly error: number | null;
  readonly df: number;
}

/** @param medians one for each process, above 0 */
export function logMedian(medians: readonly number[], prior: VariancePrior | null): LogMedian {
  const n = medians.length;
  const value = median([...medians]);
  if (!intervalSupported(n)) return { value, error: null, df: 0 };
  const own = sampleVariance(medians.map(Math.log));
  const [priorDf, priorVariance] = own > 0 && prior ? [prior.df, prior.variance] : [0, 0];
  const df = priorDf + n - 1;
  const variance = (priorDf * priorVariance + (n - 1) * own) / df;
  return { value, error: Math.sqrt(variance * varianceOfMedian(n)), df };
}

/** The median with its interval; without one where there was a single process. */
export function medianInterval({ value, error, df }: LogMedian, confidence: number): Estimate | null {
  if (error === null) return null;
  const half = studentCritical(df, confidence) * error;
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/** One over the other, of two groups with their own variances (Welch–Satterthwaite); null where one has no interval. */
export function ratioInterval(over: LogMedian, under: LogMedian, confidence: number): Estimate | null {
  if (over.error === null || under.error === null) return null;
  const [a, b] = [over.error ** 2, under.error ** 2];
  const df = a + b > 0 ? (a + b) ** 2 / (a ** 2 / over.df + b ** 2 / under.df) : over.df + under.df;
  return medianInterval({ value: over.value / under.value, error: Math.sqrt(a + b), df }, confidence);
}
