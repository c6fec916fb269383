import type { ShapedTensor, Tensor } from "../workloads/workload.ts";

/** A call of a model that a request waits for. */
export interface DueCall {
  /** Its place in `Job.models`. */
  readonly model: number;
  /** As the engine will take them. */
  readonly inputs: readonly ShapedTensor[];
}

/**
 * A workload's glue in one language, behind one interface. Work and movement are separate calls, because
 * they belong to different buckets: `start` and `resume` compute, the others only hand over.
 */
export interface GlueHost {
  /**
   * Where the next request is to be read to: memory that the glue sees, so that nothing is copied afterwards.
   * @param bytes the request's length, and the length of what is returned
   */
  request(bytes: number): Uint8Array;
  /** Works on what was read there until it needs a model. */
  start(): void;
  /** The call that it waits for, valid until the next step; null where the answer is there. */
  call(): DueCall | null;
  /** Takes model outputs across the boundary. */
  acceptOutputs(outputs: readonly Float32Array[]): void;
  /** Works on until it needs a model again, or has the answer. */
  resume(): void;
  /** The response, wherever it lies; valid until the next request. */
  result(): Float32Array | Uint8Array;
}

/** Glue of a request that calls its one model once. */
export interface CallHost extends Pick<GlueHost, "request" | "acceptOutputs" | "result"> {
  /** Prepares what was read. */
  preprocess(): void;
  /** Model inputs as the engine will take them; valid until the next request. */
  tensors(): Tensor[];
  postprocess(): void;
}

/** @param inputs what the model takes */
export function withOneCall(
  inputs: readonly Pick<ShapedTensor, "dims">[],
  { request, preprocess, tensors, acceptOutputs, postprocess, result }: CallHost,
): GlueHost {
  let isDue = false;
  return {
    request,
    start: () => {
      preprocess();
      isDue = true;
    },
    call: () => {
      if (!isDue) return null;
      isDue = false;
      return { model: 0, inputs: tensors().map((data, i) => ({ data, dims: inputs[i]!.dims })) };
    },
    acceptOutputs,
    resume: postprocess,
    result,
  };
}
