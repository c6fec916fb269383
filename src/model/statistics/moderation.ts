/**
 * Borrowing strength between cells. Two or three processes say little about how processes of a cell
 * differ, but a run has dozens of cells. Empirical Bayes treats each cell's variance as a draw from one
 * distribution and shrinks it towards the run's: Smyth, "Linear models and empirical Bayes methods for
 * assessing differential expression in microarray experiments", SAGMB 3(1), 2004, section 6.2 (as in limma).
 */
import { mean, variance } from "simple-statistics";
import { asNumbers } from "./as-numbers.js";

/** What a run says about the variance of log process medians: its size, and how many df that is worth. */
export interface VariancePrior {
  readonly variance: number;
  readonly df: number;
}

/** A few dozen cells cannot vouch for more. */
const MOST_DF = 20;

/** One cell's variance of log process medians, and its degrees of freedom (processes − 1). */
export interface CellVariance {
  readonly variance: number;
  readonly df: number;
}

/**
 * Fits the prior by moments of log variances. Null when fewer than five cells have replicates: then every
 * cell stands for itself.
 */
export function fitVariancePrior(cells: readonly CellVariance[]): VariancePrior | null {
  const usable = cells.filter((cell) => cell.df >= 1 && cell.variance > 0);
  if (usable.length < 5) return null;
  const e = usable.map(({ variance: s2, df }) => Math.log(s2) - digamma(df / 2) + Math.log(df / 2));
  const excess = variance(e) * (e.length / (e.length - 1)) - mean(usable.map(({ df }) => trigamma(df / 2)));
  const df = excess > 0 ? Math.min(MOST_DF, 2 * inverseTrigamma(excess)) : MOST_DF;
  return { variance: Math.exp(mean(e) + digamma(df / 2) - Math.log(df / 2)), df };
}

/**
 * Rescales an arm's bootstrap deviations so that their variance is the moderated one.
 *
 * @param deviations log-scale deviations of the median of `n` process medians, already inflated for n
 */
export function moderate(
  deviations: Float64Array,
  n: number,
  prior: VariancePrior | null,
): { readonly deviations: Float64Array; readonly df: number } {
  const own = variance(asNumbers(deviations));
  if (!prior || own === 0) return { deviations, df: n - 1 };
  const df = prior.df + n - 1;
  const moderated = (prior.df * prior.variance * varianceOfMedian(n) + (n - 1) * own) / df;
  const factor = Math.sqrt(moderated / own);
  return { deviations: deviations.map((deviation) => deviation * factor), df };
}

/** Variance of the median of n normal values, in units of theirs: the mean up to two, then nearly π / 2n. */
export function varianceOfMedian(n: number): number {
  return n <= 2 ? 1 / n : Math.PI / (2 * n);
}

/** ψ(x) for x > 0, by recurrence to x ≥ 6 and the asymptotic series (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  if (x < 6) return digamma(x + 1) - 1 / x;
  const y = 1 / (x * x);
  return Math.log(x) - 1 / (2 * x) - y * (1 / 12 - y * (1 / 120 - y / 252));
}

/** ψ′(x) for x > 0, likewise (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  if (x < 6) return trigamma(x + 1) + 1 / (x * x);
  const y = 1 / (x * x);
  return 1 / x + y / 2 + (y / x) * (1 / 6 - y * (1 / 30 - y / 42));
}

/** The x > 0 with ψ′(x) = value, by bisection on the log scale: ψ′ falls steadily. */
function inverseTrigamma(value: number): number {
  let [low, high] = [-20, 20];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (trigamma(Math.exp(middle)) > value) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
