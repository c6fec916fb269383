import type { Random } from "../random.js";
import { MinHeap } from "./min-heap.js";

interface QueueRun {
  readonly requests: number;
  readonly meanWaitMs: number;
  /** Half-width of the 95 % interval of the mean wait, from the means of 20 batches. */
  readonly meanWaitErrorMs: number;
  readonly responseMs: { readonly p50: number; readonly p90: number; readonly p99: number };
  /** Busy share of the servers, 0 to 1. */
  readonly utilisation: number;
}

const BATCHES = 20;
/** t of 19 degrees of freedom at 97.5 %. */
const T19 = 2.093;

/**
 * Requests served in order of arrival by the first free of `servers`, one event after the other (G/G/c).
 *
 * @param interarrivalMs times between arrivals, drawn one by one
 * @param serviceMs measured service times; drawn at random, with replacement
 * @throws RangeError where the load is not below the servers
 */
export function simulateQueue(options: {
  readonly servers: number;
  readonly meanInterarrivalMs: number;
  readonly interarrivalMs: () => number;
  readonly serviceMs: readonly number[];
  readonly requests: number;
  readonly random: Random;
}): QueueRun {
  const { servers, meanInterarrivalMs, interarrivalMs, serviceMs, requests, random } = options;
  const meanService = serviceMs.reduce((sum, ms) => sum + ms, 0) / serviceMs.length;
  const load = meanService / meanInterarrivalMs;
  if (!(load < servers)) {
    throw new RangeError(
      `the load is ${load.toPrecision(3)} of ${servers} servers: it must be less, or the queue grows without end; ` +
        `take at least ${Math.floor(load) + 1} servers`,
    );
  }
  // The queue starts empty; its first tenth is not yet what it settles to.
  const warmUp = Math.floor(requests / 10);
  const waits = new Float64Array(requests);
  const responses = new Float64Array(requests);
  const free = new MinHeap();
  for (let s = 0; s < servers; s++) free.push(0);
  let now = 0;
  let busyMs = 0;
  let startMs = 0;
  for (let i = -warmUp; i < requests; i++) {
    now += interarrivalMs();
    if (i === 0) startMs = now;
    const service = serviceMs[Math.floor(random() * serviceMs.length)]!;
    const start = Math.max(now, free.pop());
    free.push(start + service);
    if (i < 0) continue;
    waits[i] = start - now;
    responses[i] = start - now + service;
    busyMs += service;
  }
  const batch = Math.floor(requests / BATCHES);
  const means = Array.from({ length: BATCHES }, (_, b) => meanOf(waits.subarray(b * batch, (b + 1) * batch)));
  const meanWaitMs = meanOf(waits);
  const variance = means.reduce((sum, m) => sum + (m - meanWaitMs) ** 2, 0) / (BATCHES - 1);
  responses.sort();
  const at = (p: number) => responses[Math.min(requests - 1, Math.floor(p * requests))]!;
  return {
    requests,
    meanWaitMs,
    meanWaitErrorMs: T19 * Math.sqrt(variance / BATCHES),
    responseMs: { p50: at(0.5), p90: at(0.9), p99: at(0.99) },
    utilisation: busyMs / (now - startMs) / servers,
  };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
