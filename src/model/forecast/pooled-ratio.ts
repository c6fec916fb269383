/**
 * What a few workloads say about the next one: their ratios pooled, with the spread between workloads kept, since
 * it is a new workload that is forecast and not the mean of the old ones.
 */
import { median } from "simple-statistics";
import { studentCritical } from "../statistics/student-t.js";
import { CONFIDENCE, fromLog, type Interval80 } from "./interval.js";

/** One workload's ratio, target over baseline, on the log scale. */
export interface LogRatio {
  readonly workload: string;
  readonly log: number;
  /** How well this ratio itself is known. */
  readonly variance: number;
}

export interface Pooled {
  readonly log: number;
  /** Standard deviation of a new workload's log ratio around `log`. */
  readonly sd: number;
  readonly df: number;
  readonly workloads: number;
}

/**
 * How many of its degrees of freedom a median absolute deviation keeps: its efficiency against the standard
 * deviation (Rousseeuw & Croux, JASA 88, 1993). It is the price of not minding one workload that is like no other.
 */
const MAD_EFFICIENCY = 0.37;

/** Corrections of the median absolute deviation for n = 2 … 9 values (Croux & Rousseeuw, COMPSTAT 1992). */
const MAD_CORRECTION = [1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107] as const;
const MAD_AT_NORMAL = 1.4826;

/** How much workloads differ in one quantity, as several groups of ratios show together. */
export interface Spread {
  readonly variance: number;
  readonly df: number;
}

/**
 * The spread between workloads that several groups (one per target) have in common: the median absolute deviation
 * of all of them, each from its own group's median. It includes the ratios' own errors, so it errs on the wide side.
 * Groups see the same workloads, so together they are worth the degrees of freedom of one.
 *
 * @returns null where no group has two ratios
 */
export function commonSpread(groups: readonly (readonly LogRatio[])[]): Spread | null {
  const usable = groups.filter((group) => group.length > 1);
  if (usable.length === 0) return null;
  const deviations = usable.flatMap(deviationsOf);
  return { variance: median(deviations) ** 2, df: Math.max(...usable.map((group) => group.length)) - 1 };
}

/**
 * A robust random-effects pool: the centre is Huber's M-estimate with weights 1 / (spread² + own variance), and the
 * spread a median absolute deviation. One workload that is like no other then moves the centre by little.
 *
 * A few ratios cannot show their spread, so it is moderated by what they have in common with others: variances
 * averaged by their degrees of freedom. The interval is that of a new workload, spread² + standard error² (Higgins,
 * Thompson & Spiegelhalter, JRSS A 172, 2009).
 *
 * @returns null where nothing can be said: no ratio, or one ratio and nothing to tell how workloads differ
 */
export function poolRatios(ratios: readonly LogRatio[], common: Spread | null): Pooled | null {
  if (ratios.length === 0 || (ratios.length === 1 && common === null)) return null;
  const own = commonSpread([ratios]);
  const shared = common ?? own!;
  const { centre, weight } = huberCentre(ratios, shared.variance);
  const ownDf = own === null ? 0 : MAD_EFFICIENCY * own.df;
  const df = ownDf + shared.df;
  const variance = ((own === null ? 0 : ownDf * own.variance) + shared.df * shared.variance) / df;
  const effective = sum(weight) ** 2 / sum(weight.map((w) => w * w));
  const error = variance / (HUBER_EFFICIENCY * effective);
  return { log: centre, sd: Math.sqrt(variance + error), df, workloads: ratios.length };
}

/** The 80 % interval in which a new workload's ratio is expected. */
export function predicted({ log, sd, df }: Pooled): Interval80 {
  return fromLog(log, sd * studentCritical(df, CONFIDENCE));
}

/** Times that differ by less say nothing of size. */
const LEAST_RANGE = Math.log(4);

/**
 * How far a time lies below all that are known, in widths of their range on the log scale; 0 where it does not, and where they
 * have no range. What a call costs whatever it does shows in small times, and which way a ratio goes there nobody measured: it
 * may go on as steeply as the known ones differ, so that their spread doubles as far below as they range, and by a factor of four at the least.
 */
export function distanceBelow(ms: number, known: readonly number[]): number {
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (!(ms > 0 && ms < least && least < most)) return 0;
  return Math.log(least / ms) / Math.max(LEAST_RANGE, Math.log(most / least));
}

/** Absolute deviations from the median, scaled so that their median estimates the standard deviation. */
function deviationsOf(ratios: readonly LogRatio[]): number[] {
  const centre = median(ratios.map(({ log }) => log));
  const n = ratios.length;
  const consistent = MAD_AT_NORMAL * (MAD_CORRECTION[n - 2] ?? n / (n - 0.8));
  return ratios.map(({ log }) => Math.abs(log - centre) * consistent);
}

/** Huber's tuning constant, in standard deviations, and its efficiency at the normal distribution. */
const HUBER_K = 1.345;
const HUBER_EFFICIENCY = 0.95;
const ROUNDS = 50;

/** Below this a variance is rounding: a ratio known to a millionth. */
const TINY = 1e-12;

/** Iteratively reweighted from the median: beyond `HUBER_K` deviations, a ratio pulls no harder than at it. */
function huberCentre(ratios: readonly LogRatio[], variance: number) {
  const precision = ratios.map((r) => 1 / Math.max(variance + r.variance, TINY));
  let centre = median(ratios.map(({ log }) => log));
  let weight = precision;
  for (let round = 0; round < ROUNDS; round++) {
    weight = ratios.map(({ log }, i) => {
      const deviations = Math.abs(log - centre) * Math.sqrt(precision[i]!);
      return precision[i]! * (deviations > HUBER_K ? HUBER_K / deviations : 1);
    });
    centre = sum(ratios.map(({ log }, i) => weight[i]! * log)) / sum(weight);
  }
  return { centre, weight };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
