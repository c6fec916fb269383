import type { CrossingWay } from "../../src/model/boundary/ways.ts";

/** One way across, for so many bytes in so many calls. */
export interface Crossing {
  readonly way: CrossingWay;
  /** In all calls together. */
  readonly bytes: number;
  readonly calls: number;
  /** Does all of it so many times. */
  run(times: number): void | Promise<void>;
}

/** How long to look, and at what. */
export interface BoundaryJob {
  readonly seed: number;
  readonly rounds: number;
  /** What a round of one crossing lasts at least, unless once is longer. */
  readonly batchMs: number;
  /** Of one crossing in all: beyond it, it has fewer rounds. */
  readonly patienceMs: number;
  /** The largest of the sizes. */
  readonly mostBytes: number;
  /** Pyodide takes seconds to start. */
  readonly python: boolean;
}

/** 64 B to 64 MiB. */
export const sizesUpTo = (mostBytes: number): number[] =>
  [...Array(7).keys()]
    .map((i) => 64 * 8 ** i)
    .concat(64 << 20)
    .filter((bytes) => bytes <= mostBytes);

/** What is sent in more and more calls. */
export const BATCHED_BYTES = 1 << 20;
export const batchesUpTo = (mostCalls: number): number[] =>
  [1, 10, 100, 1_000, 10_000].filter((calls) => calls <= mostCalls);

/** Keeps what is made only to be made: an engine may leave out what nobody can see. */
export const kept: { value: unknown } = { value: null };

/** Bytes that are no zeros, whose pages are there. */
export function filled(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes).fill(0x5a);
}
