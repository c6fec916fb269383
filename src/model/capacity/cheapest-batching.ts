/** Which window and largest batch keep a latency limit for the least money. */
import { type BatchCurve, largestBatch, serviceBySize } from "./batch-curve.js";
import { BatchedInstance, fewestInstances, simulatedAt, type Tail } from "./batched-instance.js";
import { type BatchRun, capacityPerSecond } from "./simulate-batches.js";

export interface BatchingAsked {
  readonly curve: BatchCurve;
  /** Work on each request besides the model's call. */
  readonly glueMs: number;
  readonly scatter: readonly number[];
  /** That share an instance's queue. */
  readonly workers: number;
  /** Of all instances together, at the peak. */
  readonly ratePerSecond: number;
  readonly tail: Tail;
  /** Null for none. */
  readonly limitMs: number | null;
  readonly usdPerMillion: (instances: number) => number;
}

export interface BatchingChoice {
  readonly windowMs: number;
  readonly mostBatch: number;
  readonly instances: number;
  readonly usdPerMillion: number;
  /** One of the instances. */
  readonly run: BatchRun;
  readonly keepsLimit: boolean;
}

export interface Batching {
  /** One by one first, then by largest batch and window, ascending. */
  readonly choices: readonly BatchingChoice[];
  /** The cheapest that keeps the limit, of equals the one with the shorter tail; null where none does. */
  readonly best: BatchingChoice | null;
}

/** Powers of two: those that an instance's latencies are simulated for. */
const WINDOWS_MS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;
const MOST_WINDOWS = 5;
const SIMULATED_REQUESTS = 8000;

/** The sizes that were measured, every other one where they are many, with every window that the limit has room for. */
export function cheapestBatching(asked: BatchingAsked): Batching {
  const { curve, limitMs, tail } = asked;
  const roomMs = limitMs ?? 4 * serviceOf(asked, largestBatch(curve), "value").at(-1)!;
  const windows = [0, ...WINDOWS_MS.filter((ms) => ms < roomMs).slice(-MOST_WINDOWS)];
  const sizes = thinned(curve.points.map(({ batch }) => batch).filter((batch) => batch > 1));
  const choices = [
    ...choicesOf(asked, 1, [0]),
    ...sizes.flatMap((mostBatch) => choicesOf(asked, mostBatch, windows)),
  ];
  const isCheaper = (a: BatchingChoice, b: BatchingChoice) =>
    a.usdPerMillion < b.usdPerMillion ||
    (a.usdPerMillion === b.usdPerMillion && a.run.latencyMs[tail] < b.run.latencyMs[tail]);
  const kept = choices.filter(({ keepsLimit }) => keepsLimit);
  return { choices, best: kept.length > 0 ? kept.reduce((a, b) => (isCheaper(b, a) ? b : a)) : null };
}

const MOST_MORE = 4;
const MOST_SIZES = 5;

/** The largest, and of the others evenly as many as there is time for. */
function thinned(sizes: readonly number[]): number[] {
  const every = Math.ceil(sizes.length / MOST_SIZES);
  return sizes.filter((_, i) => (sizes.length - 1 - i) % every === 0);
}

function choicesOf(asked: BatchingAsked, mostBatch: number, windows: readonly number[]): BatchingChoice[] {
  const { workers, scatter, ratePerSecond, tail, limitMs } = asked;
  const all = { workers, scatter, serviceMs: serviceOf(asked, mostBatch, "value") };
  const instance = new BatchedInstance(all);
  return windows.map((windowMs) => {
    const limit = limitMs ?? windowMs + 2 * instance.fullBatchMs;
    const simulated = (count: number) =>
      simulatedAt({ ...all, windowMs }, ratePerSecond / count, SIMULATED_REQUESTS);
    let instances = fewestInstances(instance, ratePerSecond, windowMs, tail, limit);
    let run = simulated(instances);
    // Read between two loads, the number may be off by some per cent; where the limit can be kept, it is.
    const canKeep = () => instance.loadWithin(tail, limit, windowMs) > 0;
    for (let more = 0; more < MOST_MORE && run.latencyMs[tail] > limit && canKeep(); more++) {
      instances += Math.ceil(instances / 20);
      run = simulated(instances);
    }
    return {
      ...{ windowMs, mostBatch, instances, run },
      usdPerMillion: asked.usdPerMillion(instances),
      keepsLimit: limitMs === null || run.latencyMs[tail] <= limitMs,
    };
  });
}

/** A choice's latencies with the calls' times at either end of their 95 % intervals; null where full batches no longer keep up. */
export function latencyRange(
  asked: BatchingAsked,
  { mostBatch, windowMs, instances }: BatchingChoice,
): Readonly<Record<"low" | "high", BatchRun["latencyMs"] | null>> {
  const { workers, scatter, ratePerSecond } = asked;
  const at = (end: "low" | "high") => {
    const queue = { workers, scatter, windowMs, serviceMs: serviceOf(asked, mostBatch, end) };
    const rate = ratePerSecond / instances;
    return rate < capacityPerSecond(queue) ? simulatedAt(queue, rate, SIMULATED_REQUESTS).latencyMs : null;
  };
  return { low: at("low"), high: at("high") };
}

function serviceOf(
  { curve, glueMs }: BatchingAsked,
  mostBatch: number,
  end: "value" | "low" | "high",
): Float64Array {
  return serviceBySize(curve, glueMs, end).slice(0, mostBatch + 1);
}
