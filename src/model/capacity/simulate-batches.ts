import type { Random } from "../random.js";
import { MinHeap } from "./min-heap.js";

export interface BatchRun {
  readonly requests: number;
  readonly latencyMs: {
    readonly mean: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** Of a batch, in requests. */
  readonly meanBatch: number;
  /** Share of the batches with so many requests in them, by that number; index 0 is none. */
  readonly sizes: readonly number[];
  /** Busy share of the workers, 0 to 1. */
  readonly utilisation: number;
}

export interface BatchQueue {
  /** That take batches side by side from one queue. */
  readonly workers: number;
  /** How long the first of a batch is held for company, while fewer than the most are there. */
  readonly windowMs: number;
  /** What a batch keeps a worker for, by its size; the last index is the largest batch, index 0 is not read. */
  readonly serviceMs: Float64Array;
  /** Factors on that, drawn at random with replacement: how single calls scatter. */
  readonly scatter: readonly number[];
}

/** Requests a second that its workers answer at most: in full batches, one after the other. */
export function capacityPerSecond({ workers, serviceMs, scatter }: Omit<BatchQueue, "windowMs">): number {
  const most = serviceMs.length - 1;
  return (workers * most * 1000) / (serviceMs[most]! * meanOf(scatter));
}

/**
 * Requests wait in one queue, in order of arrival. A worker that is free takes a batch as soon as the largest is there, or the
 * first of it has waited for the window: all that wait by then, up to the largest. While no worker is free, company gathers by
 * itself, as in a model server's dynamic batching (NVIDIA Triton, `max_queue_delay_microseconds`). With a window of 0 and
 * batches of one it is `simulateQueue`.
 *
 * @param interarrivalMs times between arrivals, drawn one by one
 * @throws RangeError where the load is not below what full batches carry
 */
export function simulateBatches(
  queue: BatchQueue,
  options: {
    readonly meanInterarrivalMs: number;
    readonly interarrivalMs: () => number;
    readonly requests: number;
    readonly random: Random;
  },
): BatchRun {
  const { requests, interarrivalMs, random } = options;
  checkLoad(queue, 1000 / options.meanInterarrivalMs);
  const { workers, windowMs, serviceMs, scatter } = queue;
  const most = serviceMs.length - 1;
  // The queue starts empty; its first tenth is not yet what it settles to. Who comes after the last keeps its company whole.
  const warmUp = Math.floor(requests / 10);
  const arrivals = new Float64Array(warmUp + requests + most);
  for (let i = 0, now = 0; i < arrivals.length; i++) arrivals[i] = now += interarrivalMs();
  const latencies = new Float64Array(requests);
  const counts = new Float64Array(most + 1);
  const free = new MinHeap();
  for (let w = 0; w < workers; w++) free.push(0);
  let busyMs = 0;
  let batches = 0;
  let endMs = 0;
  for (let first = 0; first < warmUp + requests; ) {
    const fullAt = arrivals[first + most - 1]!;
    const start = Math.max(free.pop(), Math.min(fullAt, arrivals[first]! + windowMs));
    let size = 1;
    while (size < most && arrivals[first + size]! <= start) size++;
    const service = serviceMs[size]! * scatter[Math.floor(random() * scatter.length)]!;
    const end = start + service;
    free.push(end);
    for (let i = Math.max(first, warmUp); i < Math.min(first + size, warmUp + requests); i++)
      latencies[i - warmUp] = end - arrivals[i]!;
    if (first >= warmUp) {
      counts[size]!++;
      batches++;
      busyMs += service;
      endMs = arrivals[first + size]!;
    }
    first += size;
  }
  const mean = meanOf(latencies);
  latencies.sort();
  const at = (p: number) => latencies[Math.min(requests - 1, Math.floor(p * requests))]!;
  return {
    requests,
    latencyMs: { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    meanBatch: counts.reduce((sum, count, size) => sum + count * size, 0) / batches,
    sizes: Array.from(counts, (count) => count / batches),
    utilisation: Math.min(1, busyMs / (endMs - arrivals[warmUp]!) / workers),
  };
}

function checkLoad(queue: BatchQueue, ratePerSecond: number): void {
  const most = capacityPerSecond(queue);
  if (ratePerSecond < most) return;
  throw new RangeError(
    `${ratePerSecond.toPrecision(3)} requests a second are too many for ${queue.workers} workers: ` +
      `full batches carry ${most.toPrecision(3)}; take more workers, or larger batches`,
  );
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
