import { MinHeap } from "../capacity/min-heap.js";

export interface PoolRun {
  readonly requests: number;
  readonly coldShare: number;
  /** Most instances that worked at once. */
  readonly peakConcurrency: number;
  /** 99th percentile of the response, cold starts included, ms. */
  readonly p99Ms: number;
}

/**
 * A serverless platform, request by request: an instance works on one request at a time; a request takes the instance
 * that became idle last, else it waits for a cold start; an instance that stays idle for `keepAliveMs` is gone.
 *
 * @param arrivalsMs sorted
 * @param provisioned instances that are always warm
 */
export function simulatePool(options: {
  readonly arrivalsMs: Float64Array;
  readonly serviceMs: (i: number) => number;
  readonly coldExtraMs: number;
  readonly keepAliveMs: number;
  readonly provisioned?: number;
}): PoolRun {
  const { arrivalsMs, serviceMs, coldExtraMs, keepAliveMs, provisioned = 0 } = options;
  const busy = new MinHeap();
  /** When each idle instance became idle, oldest first; `oldest` is where the living ones begin. */
  const idleSince: number[] = Array.from({ length: provisioned }, () => 0);
  let oldest = 0;
  let cold = 0;
  let peak = 0;
  const responses = new Float64Array(arrivalsMs.length);
  for (let i = 0; i < arrivalsMs.length; i++) {
    const now = arrivalsMs[i]!;
    while (busy.least <= now) idleSince.push(busy.pop());
    const living = () => idleSince.length - oldest + busy.size;
    while (oldest < idleSince.length && idleSince[oldest]! + keepAliveMs < now && living() > provisioned)
      oldest++;
    const isCold = idleSince.length === oldest;
    if (isCold) cold++;
    else idleSince.pop();
    const response = serviceMs(i) + (isCold ? coldExtraMs : 0);
    responses[i] = response;
    busy.push(now + response);
    peak = Math.max(peak, busy.size);
  }
  responses.sort();
  const requests = arrivalsMs.length;
  return {
    requests,
    coldShare: requests === 0 ? 0 : cold / requests,
    peakConcurrency: peak,
    p99Ms: responses[Math.min(requests - 1, Math.floor(0.99 * requests))] ?? 0,
  };
}
