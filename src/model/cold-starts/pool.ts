import { MinHeap } from "../capacity/min-heap.js";

interface PoolRun {
  /** Those that are counted. */
  readonly requests: number;
  readonly cold: number;
  readonly coldShare: number;
  /** Half-width of the share's 95 % interval, from the shares of 20 batches: cold starts come in clusters. */
  readonly coldShareError: number;
  /** Most instances that worked at once. */
  readonly peakConcurrency: number;
  /** Time for which instances without a request were kept, per request, up to the last; ms. */
  readonly idleMs: number;
  /** 99th percentile of the response, cold starts included, ms. */
  readonly p99Ms: number;
}

const BATCHES = 20;
/** t of 19 degrees of freedom at 97.5 %. */
const T19 = 2.093;

/**
 * A serverless platform, request by request: an instance works on one request at a time; a request takes the instance
 * that became idle last, else it waits for a cold start; an instance that stays idle for `keepAliveMs` is gone.
 *
 * @param arrivalsMs sorted
 * @param provisioned instances that are always warm
 * @param countFromMs requests before that fill the pool, which starts empty, and are not counted
 */
export function simulatePool(options: {
  readonly arrivalsMs: Float64Array;
  readonly serviceMs: (i: number) => number;
  readonly coldExtraMs: number;
  readonly keepAliveMs: number;
  readonly provisioned?: number;
  readonly countFromMs?: number;
}): PoolRun {
  const { arrivalsMs, serviceMs, coldExtraMs, keepAliveMs, provisioned = 0, countFromMs = 0 } = options;
  const busy = new MinHeap();
  /** When each idle instance became idle, oldest first; `oldest` is where the living ones begin. */
  const idleSince: number[] = Array.from({ length: provisioned }, () => 0);
  let oldest = 0;
  let peak = 0;
  let idle = 0;
  const first = arrivalsMs.findIndex((time) => time >= countFromMs);
  const before = first < 0 ? arrivalsMs.length : first;
  const responses = new Float64Array(arrivalsMs.length - before);
  const requests = responses.length;
  const coldIn = new Float64Array(BATCHES);
  for (let i = 0; i < arrivalsMs.length; i++) {
    const now = arrivalsMs[i]!;
    while (busy.least <= now) idleSince.push(busy.pop());
    const living = () => idleSince.length - oldest + busy.size;
    const counts = i >= before;
    while (oldest < idleSince.length && idleSince[oldest]! + keepAliveMs < now && living() > provisioned) {
      oldest++;
      if (counts) idle += keepAliveMs;
    }
    const isCold = idleSince.length === oldest;
    if (!isCold) {
      const since = idleSince.pop()!;
      if (counts) idle += now - since;
    }
    const response = serviceMs(i) + (isCold ? coldExtraMs : 0);
    busy.push(now + response);
    if (!counts) continue;
    if (isCold) coldIn[Math.floor(((i - before) * BATCHES) / requests)]!++;
    responses[i - before] = response;
    peak = Math.max(peak, busy.size);
  }
  responses.sort();
  const cold = coldIn.reduce((sum, count) => sum + count, 0);
  const variance = coldIn.reduce((sum, count) => sum + (count - cold / BATCHES) ** 2, 0) / (BATCHES - 1);
  return {
    requests,
    cold,
    coldShare: requests === 0 ? 0 : cold / requests,
    coldShareError: requests === 0 ? 0 : (T19 * Math.sqrt(variance * BATCHES)) / requests,
    peakConcurrency: peak,
    idleMs: requests === 0 ? 0 : idle / requests,
    p99Ms: responses[Math.min(requests - 1, Math.floor(0.99 * requests))] ?? 0,
  };
}
