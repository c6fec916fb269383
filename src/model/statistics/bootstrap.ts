/**
 * Hierarchical bootstrap of a median: processes first, then iterations within each process.
 *
 * The estimator is the median over processes of each process's median. Iterations of one process share
 * their address layout, their compiled code and their neighbours on the machine, so they are not
 * independent, and pooling them makes intervals too narrow: in an A/A test of four equal functions, a Welch
 * test on pooled iterations called 32.5 % of the pairs different at a nominal 5 %. The process is the unit of
 * replication; the outer median keeps one disturbed process from moving the estimate.
 */
import { median, numericSort, sampleVariance } from "simple-statistics";
import { below, type Random } from "../random.js";
import type { Estimate } from "./estimate.js";
import { expandedIntervals } from "./interval.js";
import { type CellVariance, moderate, type VariancePrior } from "./moderation.js";
import { drawMedianOfResample } from "./order-statistic.js";

const RESAMPLES = 10_000;

/** Inner bootstrap medians drawn once per process; the outer resampling picks from them. */
const POOL = 500;

/** Wall times in milliseconds by process, as measured. */
export type Processes = readonly (readonly number[])[];

export interface BootstrapOptions {
  readonly random: Random;
  readonly resamples?: number;
  /** What the run's other cells say about the spread between processes; without it, a cell stands for itself. */
  readonly prior?: VariancePrior | null;
}

/** The median over processes of the per-process median, in the unit of the samples. */
export function medianOfMedians(processes: Processes): number {
  requireSamples(processes);
  return median(processes.map((samples) => median([...samples])));
}

/** Whether an interval can be estimated at all: one process says nothing of how processes differ. */
export function intervalSupported(processes: number): boolean {
  return processes >= 2;
}

/**
 * Bootstrap replicates of `medianOfMedians`, unsorted, in the unit of the samples. Each resamples the
 * processes with replacement, and for each picks one of that process's own bootstrap medians.
 */
export function bootstrapMedians(processes: Processes, options: BootstrapOptions): Float64Array {
  requireSamples(processes);
  const { random, resamples = RESAMPLES } = options;
  const pools = processes.map((samples) => {
    const sorted = numericSort([...samples]);
    return Float64Array.from({ length: POOL }, () => drawMedianOfResample(sorted, random));
  });
  const picked = new Float64Array(processes.length);
  const medians = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    for (let j = 0; j < picked.length; j++) {
      picked[j] = pools[below(random, pools.length)]![below(random, POOL)]!;
    }
    medians[i] = medianInPlace(picked);
  }
  return medians;
}

/**
 * The median with its 95 % interval. With a single process no interval can be estimated: low and high are
 * then the smallest and largest sample, a range and not a confidence interval, and `intervalSupported` is false.
 */
export function estimateMedian(processes: Processes, options: BootstrapOptions): Estimate {
  const value = medianOfMedians(processes);
  if (!intervalSupported(processes.length)) {
    const samples = numericSort([...processes[0]!]);
    return { value, low: samples[0]!, high: samples[samples.length - 1]! };
  }
  if (value === 0) return { value: 0, low: 0, high: 0 };
  const { deviations, df } = logDeviations(processes, options);
  const [interval] = expandedIntervals(deviations, 0, df, [0.95]);
  return { value, low: value * Math.exp(interval!.low), high: value * Math.exp(interval!.high) };
}

/** Bootstrap deviations from the log-median, widened for the number of processes and moderated by the prior. */
export function logDeviations(
  processes: Processes,
  options: BootstrapOptions,
): { readonly deviations: Float64Array; readonly df: number } {
  const center = Math.log(medianOfMedians(processes));
  const tick = smallestPositive(processes);
  const n = processes.length;
  const inflation = inflationFor(n);
  const deviations = bootstrapMedians(processes, options).map(
    (ms) => (Math.log(Math.max(ms, tick)) - center) * inflation,
  );
  return moderate(deviations, n, options.prior ?? null);
}

/** Sample variance of the log process medians, for fitting the run's prior. */
export function logMedianVariance(processes: Processes): CellVariance {
  const logs = processes
    .map((samples) => median([...samples]))
    .filter((ms) => ms > 0)
    .map(Math.log);
  return { variance: logs.length > 1 ? sampleVariance(logs) : 0, df: logs.length - 1 };
}

/** √(n / (n − 1)): a bootstrap over n units has a variance that is (n − 1) / n of what it should be. */
function inflationFor(n: number): number {
  return Math.sqrt(n / (n - 1));
}

/** The smallest reading above 0, which bounds the clock's tick: a reading of 0 means "less than this". */
export function smallestPositive(processes: Processes): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const samples of processes) for (const ms of samples) if (ms > 0 && ms < smallest) smallest = ms;
  return smallest;
}

/** Insertion sort, since a handful of processes is the common case; typed arrays sort far slower at this size. */
function medianInPlace(values: Float64Array): number {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= 0 && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

function requireSamples(processes: Processes): void {
  if (processes.length === 0)
    throw new RangeError("no process: a median needs at least one, with one sample");
  const empty = processes.findIndex((samples) => samples.length === 0);
  if (empty >= 0) throw new RangeError(`process ${empty} has no samples: leave it out or measure it again`);
}
