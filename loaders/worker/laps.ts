import type { Segment } from "../../src/model/buckets.ts";

/**
 * The segments of a request, the same for every target and language, in the order in which they are first reached. Each lap
 * ends where the next begins, so nothing inside a request goes unclaimed; one that calls models again and again returns
 * to the same segments, which add up.
 */
export const SEGMENTS: readonly Segment[] = [
  { stage: "load", bucket: "io" },
  { stage: "preprocess", bucket: "interpreter" },
  { stage: "infer", bucket: "io" },
  { stage: "infer", bucket: "compute" },
  { stage: "postprocess", bucket: "io" },
  { stage: "postprocess", bucket: "interpreter" },
  { stage: "postprocess", bucket: "io" },
];

export const LOAD = 0;
export const START = 1;
export const HAND_OVER = 2;
/** The segment that is the engine's call. */
export const MODEL_CALL = 3;
export const ACCEPT = 4;
export const RESUME = 5;
export const RESPOND = 6;

/** Lap times of one request at a time; reused, so that timing allocates nothing. */
export class Laps {
  readonly spanMs = new Float64Array(SEGMENTS.length);
  /** When each call of a model ended, since the start; kept for a job that asks for it. */
  readonly callEndMs: number[] | undefined;
  startMs = 0;
  #last = 0;

  constructor(keepsCalls = false) {
    this.callEndMs = keepsCalls ? [] : undefined;
  }

  start(): void {
    this.spanMs.fill(0);
    if (this.callEndMs) this.callEndMs.length = 0;
    this.startMs = this.#last = performance.now();
  }

  /** What passed since the last reading belongs to this segment. */
  lap(segment: number): void {
    const now = performance.now();
    this.spanMs[segment]! += now - this.#last;
    this.#last = now;
    if (this.callEndMs && segment === MODEL_CALL) this.callEndMs.push(now - this.startMs);
  }

  get wallMs(): number {
    return this.#last - this.startMs;
  }
}
