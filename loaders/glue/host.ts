import type { Tensor } from "../workloads/workload.ts";

/**
 * A workload's glue in one language, behind one interface. Work and movement are separate calls, because
 * they belong to different buckets: `preprocess` and `postprocess` compute, the other four only hand over.
 */
export interface GlueHost {
  /**
   * Where the next request is to be read to: memory that the glue sees, so that nothing is copied afterwards.
   * @param bytes the request's length, and the length of what is returned
   */
  request(bytes: number): Uint8Array;
  /** Prepares what was read there. */
  preprocess(): void;
  /** Model inputs as the engine will take them; valid until the next request. */
  tensors(): Tensor[];
  /** Takes model outputs across the boundary. */
  acceptOutputs(outputs: readonly Float32Array[]): void;
  postprocess(): void;
  /** The response, wherever it lies; valid until the next request. */
  result(): Float32Array;
}
