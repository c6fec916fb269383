/** The ratio of two targets' medians, with intervals and a verdict. Below 1 the candidate is faster. */
import { variance } from "simple-statistics";
import { asNumbers } from "./as-numbers.js";
import {
  type BootstrapOptions,
  intervalSupported,
  logDeviations,
  medianOfMedians,
  type Processes,
  smallestPositive,
} from "./bootstrap.js";
import { expandedIntervals } from "./interval.js";

export type Verdict = "faster" | "slower" | "equivalent" | "inconclusive";

export interface Ratio {
  /** Median of the candidate over median of the baseline. */
  readonly value: number;
  /** 95 % interval, for showing. */
  readonly low: number;
  readonly high: number;
  /** 99 % interval, for the verdict. */
  readonly low99: number;
  readonly high99: number;
  readonly verdict: Verdict;
  /** The A/A noise floor that the verdict respected: |ratio − 1| between two arms of one target. */
  readonly floor: number;
}

interface CompareOptions extends BootstrapOptions {
  /** Differences up to this relative size do not matter. */
  readonly band?: number;
  /** From the A/A arm of the run, 0 if there was none. */
  readonly floor?: number;
}

/** From the 95 % interval, that of measured times, to the 99 % of a verdict: z over z. */
export const FROM_95_TO_99 = 2.5758 / 1.96;

/** The equivalence band of 3 % (BenchmarkDotNet and tachometer leave it to the user; Portolan states it). */
export const EQUIVALENCE_BAND = 0.03;

type Interval = { readonly low: number; readonly high: number };

/**
 * Compares a candidate with a baseline from their samples by process (wall times, or the times of one bucket).
 * The arms are taken as independent, though blocks pair them: that widens the interval, never narrows it.
 */
export function compareMedians(candidate: Processes, baseline: Processes, options: CompareOptions): Ratio {
  const { band = EQUIVALENCE_BAND, floor = 0 } = options;
  const numerator = medianOfMedians(candidate);
  const denominator = medianOfMedians(baseline);
  if (numerator <= 0 || denominator <= 0) {
    throw new RangeError(
      `medians ${numerator} and ${denominator} ms: a ratio needs both above 0; leave the pair "not comparable"`,
    );
  }
  const value = numerator / denominator;
  const supported = intervalSupported(candidate.length) && intervalSupported(baseline.length);
  const { at95, at99 } = supported
    ? bootstrapIntervals(candidate, baseline, Math.log(value), options)
    : rangeIntervals(candidate, baseline);
  const verdict = supported ? verdictOf(value, at99, band, floor) : "inconclusive";
  return {
    value,
    low: at95.low,
    high: at95.high,
    low99: at99.low,
    high99: at99.high,
    verdict,
    floor,
  };
}

/**
 * The verdict at 99 %, for a ratio and its interval. The order of the rules is immaterial: no two can hold.
 * - faster: the interval lies below 1, and the ratio below 1 / (1 + the larger of band and floor);
 * - slower: its mirror image;
 * - equivalent: the interval lies in [1 / (1 + band), 1 + band], and the floor does not exceed the band, since
 *   a machine whose equal arms differ by more cannot vouch for so small a difference;
 * - inconclusive: anything else.
 */
export function verdictOf(value: number, at99: Interval, band: number, floor: number): Verdict {
  const edge = 1 + Math.max(band, floor);
  if (at99.high < 1 && value < 1 / edge) return "faster";
  if (at99.low > 1 && value > edge) return "slower";
  if (floor <= band && at99.low >= 1 / (1 + band) && at99.high <= 1 + band) return "equivalent";
  return "inconclusive";
}

function bootstrapIntervals(
  candidate: Processes,
  baseline: Processes,
  center: number,
  options: BootstrapOptions,
) {
  const above = logDeviations(candidate, options);
  const under = logDeviations(baseline, options);
  const [spreadAbove, spreadUnder] = [above, under].map(({ deviations }) => variance(asNumbers(deviations)));
  const df = welchDegrees(spreadAbove!, above.df, spreadUnder!, under.df);
  const replicates = above.deviations.map((deviation, i) => center + deviation - under.deviations[i]!);
  const [at95, at99] = expandedIntervals(replicates, center, df, [0.95, 0.99]).map(exponentiated);
  return { at95: at95!, at99: at99! };
}

/** Welch–Satterthwaite: the degrees of freedom of a difference of two groups with their own variances. */
function welchDegrees(varianceA: number, dfA: number, varianceB: number, dfB: number): number {
  const total = varianceA + varianceB;
  if (total === 0) return dfA + dfB;
  return (total * total) / ((varianceA * varianceA) / dfA + (varianceB * varianceB) / dfB);
}

/** Without replication there is no interval: the widest ratio that the samples allow, and no verdict. */
function rangeIntervals(candidate: Processes, baseline: Processes): { at95: Interval; at99: Interval } {
  const range = {
    low: smallestPositive(candidate) / largest(baseline),
    high: largest(candidate) / smallestPositive(baseline),
  };
  return { at95: range, at99: range };
}

function largest(processes: Processes): number {
  let most = 0;
  for (const samples of processes) for (const ms of samples) if (ms > most) most = ms;
  return most;
}

function exponentiated({ low, high }: Interval): Interval {
  return { low: Math.exp(low), high: Math.exp(high) };
}
