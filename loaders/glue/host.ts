import type { Tensor } from "../workloads/workload.ts";

/**
 * A workload's glue in one language, behind one interface. Work and movement are separate calls, because
 * they belong to different buckets: `preprocess` and `postprocess` compute, the other four only hand over.
 */
export interface GlueHost {
  /** Takes the request's bytes across the boundary. */
  accept(payload: Uint8Array): void;
  preprocess(): void;
  /** Model inputs as the engine will take them. */
  tensors(): Tensor[];
  /** Takes model outputs across the boundary. */
  acceptOutputs(outputs: readonly Float32Array[]): void;
  postprocess(): void;
  /** The response, on this side of the boundary; valid until the next request. */
  result(): Float32Array;
}
