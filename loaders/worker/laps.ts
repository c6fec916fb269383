import type { Segment } from "../../src/model/buckets.ts";

/**
 * The segments of an iteration, the same for every target and language: each lap ends where the next
 * begins, so nothing inside an iteration goes unclaimed.
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

/** The segment that is the engine's call. */
export const MODEL_CALL = SEGMENTS.findIndex(({ bucket }) => bucket === "compute");

/** Lap times of one iteration at a time; reused, so that timing allocates nothing. */
export class Laps {
  readonly spanMs = new Float64Array(SEGMENTS.length);
  startMs = 0;
  #last = 0;
  #next = 0;

  start(): void {
    this.#next = 0;
    this.startMs = this.#last = performance.now();
  }

  /** Ends the current segment. */
  lap(): void {
    const now = performance.now();
    this.spanMs[this.#next++] = now - this.#last;
    this.#last = now;
  }

  get wallMs(): number {
    return this.#last - this.startMs;
  }
}
