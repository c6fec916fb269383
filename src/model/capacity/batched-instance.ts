/** One instance with a batcher: how long requests take by how loaded it is, simulated once and kept, so that draws need not. */
import { mulberry32, seedOf } from "../random.js";
import { type BatchQueue, type BatchRun, capacityPerSecond, simulateBatches } from "./simulate-batches.js";

/** Load over what full batches carry. Denser where latency soon doubles; beyond the last nobody should run a server. */
const LOADS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95] as const;
export const MOST_LOAD = 0.95;
const STRIDE = 3;
/** Windows to an octave; between two of them latencies are taken to lie on a line. */
const PER_OCTAVE = 2;
/** Keeps the keys of windows apart from that of none: none is so short. */
const NO_WINDOW = 10_000;
const REQUESTS = 8000;

export const TAILS = ["p95", "p99"] as const;
export type Tail = (typeof TAILS)[number];

type Quantity = "p50" | Tail | "meanBatch" | "utilisation";

/** Poisson arrivals, the same for every load and window, so that two of them differ in nothing else. */
export function simulatedAt(queue: BatchQueue, ratePerSecond: number, requests: number): BatchRun {
  const come = mulberry32(seedOf("batches/arrivals"));
  const meanInterarrivalMs = 1000 / ratePerSecond;
  return simulateBatches(queue, {
    requests,
    meanInterarrivalMs,
    interarrivalMs: () => -Math.log(1 - come()) * meanInterarrivalMs,
    random: mulberry32(seedOf("batches/service")),
  });
}

export class BatchedInstance {
  readonly #queue: Omit<BatchQueue, "windowMs">;
  readonly #runs = new Map<number, BatchRun>();
  readonly capacityPerSecond: number;
  readonly #fastestMs: number;
  /** What a full batch keeps a worker for. */
  readonly fullBatchMs: number;

  constructor(queue: Omit<BatchQueue, "windowMs">) {
    this.#queue = queue;
    this.capacityPerSecond = capacityPerSecond(queue);
    this.fullBatchMs = queue.serviceMs.at(-1)!;
    this.#fastestMs = queue.serviceMs[1]! * Math.min(...queue.scatter);
  }

  /** At a load (0 to 0.95) and a window; the ends of what was simulated stand for what lies beyond. */
  at(of: Quantity, load: number, windowMs: number): number {
    let i = 0;
    while (i < LOADS.length - 2 && LOADS[i + 1]! < load) i++;
    const share = Math.min(1, Math.max(0, (load - LOADS[i]!) / (LOADS[i + 1]! - LOADS[i]!)));
    const below = this.#on(of, i, windowMs);
    return share === 0 ? below : below + share * (this.#on(of, i + 1, windowMs) - below);
  }

  /** The largest load whose tail is within the limit; 0 where not even an idle instance's is. */
  loadWithin(tail: Tail, limitMs: number, windowMs: number): number {
    if (limitMs < this.#fastestMs) return 0;
    const msAt = (i: number) => this.#on(tail, i, windowMs);
    const last = LOADS.length - 1;
    // In strides first, from the busiest: what is not asked for is not simulated.
    let kept = last;
    while (kept >= 0 && msAt(kept) > limitMs) kept -= STRIDE;
    if (kept < 0) return 0;
    while (kept < last && msAt(kept + 1) <= limitMs) kept++;
    if (kept === last) return MOST_LOAD;
    const [ms, above] = [msAt(kept), msAt(kept + 1)];
    return LOADS[kept]! + ((limitMs - ms) / (above - ms)) * (LOADS[kept + 1]! - LOADS[kept]!);
  }

  #on(of: Quantity, load: number, windowMs: number): number {
    if (!(windowMs > 0)) return this.#simulated(of, load, Number.NEGATIVE_INFINITY);
    const place = Math.log2(windowMs) * PER_OCTAVE;
    const before = Math.floor(place);
    const from = this.#simulated(of, load, before);
    const share = place - before;
    return share === 0 ? from : from + share * (this.#simulated(of, load, before + 1) - from);
  }

  /** @param column a whole number of steps on the logarithm of the window; minus infinity for no window */
  #simulated(of: Quantity, load: number, column: number): number {
    const key = (Number.isFinite(column) ? column + NO_WINDOW : 0) * LOADS.length + load;
    let run = this.#runs.get(key);
    if (run === undefined) {
      const queue = { ...this.#queue, windowMs: 2 ** (column / PER_OCTAVE) };
      run = simulatedAt(queue, LOADS[load]! * this.capacityPerSecond, REQUESTS);
      this.#runs.set(key, run);
    }
    return of === "meanBatch" || of === "utilisation" ? run[of] : run.latencyMs[of];
  }
}

/**
 * Fewest instances, each with its own queue and an equal share of the requests, that keep the limit; where no number of them
 * does, as many as keep up with the load.
 */
export function fewestInstances(
  instance: BatchedInstance,
  ratePerSecond: number,
  windowMs: number,
  tail: Tail,
  limitMs: number,
): number {
  const alone = ratePerSecond / instance.capacityPerSecond;
  if (alone <= MOST_LOAD && instance.at(tail, alone, windowMs) <= limitMs) return 1;
  const load = instance.loadWithin(tail, limitMs, windowMs) || MOST_LOAD;
  return Math.max(1, Math.ceil(ratePerSecond / (instance.capacityPerSecond * load)));
}
