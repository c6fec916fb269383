import type { Random } from "../../src/model/random.ts";
import type { TensorArray, TensorSpec } from "../../src/model/tensor-spec.ts";
import type { OnnxModel } from "../models/onnx.ts";

export { bytesOf, elementsOf, type TensorSpec } from "../../src/model/tensor-spec.ts";

/** A tensor as it crosses a boundary: flat, little-endian, row-major. */
export type Tensor = TensorArray;

export interface WorkloadSize {
  readonly id: "small" | "medium" | "large";
  /** Says what the size is in the reader's terms, such as "640 × 480 photograph". */
  readonly label: string;
}

/** The two pieces of a workload's own code, in TypeScript. `glue.py` and `glue.c` beside it are its twins. */
export interface Glue {
  /** Request bytes to model inputs, in the order of `Workload.inputs`. Throws on a malformed payload. */
  preprocess(payload: Uint8Array): Tensor[];
  /** Model outputs, in the order of `Workload.outputs`, to the flat result that the caller receives. */
  postprocess(outputs: readonly Float32Array[]): Float32Array;
}

/** `glue.ts` exports this; assets are static files that the glue needs, such as a vocabulary. */
export type CreateGlue = (assets: Uint8Array) => Glue;

export interface Tolerance {
  readonly tensors: number;
  readonly result: number;
  /** Of the largest value of the reference's result, where nobody can know how large that is: the larger of the two holds. */
  readonly relative?: number;
}

/**
 * A workload: what a request is, which model it runs, and glue in three languages from one specification.
 * One folder under `loaders/workloads/` holds `workload.ts` (this value), `model.ts`, and the glue as
 * `glue.ts`, `glue.py` and `glue.c`; listing it in `index.ts` registers it.
 */
export interface Workload<S extends WorkloadSize = WorkloadSize> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly sizes: readonly S[];
  readonly quickSize: S["id"];
  readonly defaultSize: S["id"];
  readonly modelName: string;
  inputs(size: S): readonly TensorSpec[];
  outputs(size: S): readonly TensorSpec[];
  /** A request of this size, from a seed. */
  payload(size: S, random: Random): Uint8Array;
  assets?(): Uint8Array;
  buildModel(): OnnxModel;
  /** Upper bound of the result's length in floats. */
  maxResultLength(size: S): number;
  /** Largest absolute difference from the reference that still counts as the same output. */
  readonly tolerance: Tolerance;
}
