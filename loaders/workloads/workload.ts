import type { OutputTolerance } from "../../src/model/outputs.ts";
import type { Random } from "../../src/model/random.ts";
import type { TensorArray, TensorSpec } from "../../src/model/tensor-spec.ts";
import type { OnnxModel } from "../models/onnx.ts";

export { bytesOf, elementsOf, type TensorSpec } from "../../src/model/tensor-spec.ts";

/** A tensor as it crosses a boundary: flat, little-endian, row-major. */
export type Tensor = TensorArray;

/** A model as it lies on this machine. */
export interface ModelFile {
  readonly path: string;
  readonly source: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Files of models that engines read. */
export type ModelFormat = "onnx" | "gguf";

export interface WorkloadSize {
  readonly id: "small" | "medium" | "large";
  /** Says what the size is in the reader's terms, such as "640 × 480 photograph". */
  readonly label: string;
}

/** Glue of a request that calls one model once. `glue.py` and `glue.c` beside it are its twins. */
export interface CallGlue {
  /** Request bytes to model inputs, in the order of `Workload.inputs`. Throws on a malformed payload. */
  preprocess(payload: Uint8Array): Tensor[];
  /** Model outputs, in the order of `Workload.outputs`, to the flat result that the caller receives. */
  postprocess(outputs: readonly Float32Array[]): Float32Array;
}

/** A tensor with the shape that it has in one call: it may be another in the next. */
export interface ShapedTensor {
  readonly data: Tensor;
  readonly dims: readonly number[];
}

/** One call of a model, as a request asks for it. */
export interface ModelCall {
  /** By its name in `Workload.models`. */
  readonly model: string;
  /** In the order in which the model declares its inputs. */
  readonly inputs: readonly ShapedTensor[];
}

/**
 * Glue of a request that calls its models as often as it needs: each `yield` is a call, and gives the model's outputs, flat, in
 * its order. What it returns is the answer: JSON, in UTF-8. Up to its first `yield` it is what `glue_start` is in C, and from one
 * to the next what `glue_resume` is.
 */
export interface StepGlue {
  /** Throws on a malformed payload. */
  serve(payload: Uint8Array): Generator<ModelCall, Uint8Array, readonly Float32Array[]>;
}

export type Glue = CallGlue | StepGlue;

/** `glue.ts` exports this as `createGlue`; assets are static files that the glue needs, such as a vocabulary. */
export type CreateGlue<G extends Glue = Glue> = (assets: Uint8Array) => G;

export interface Tolerance extends OutputTolerance {
  /** Of the largest value of the reference's result, where nobody can know how large that is: the larger of the two holds. */
  readonly relative?: number;
}

interface WorkloadBase<S extends WorkloadSize> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly sizes: readonly S[];
  readonly quickSize: S["id"];
  readonly defaultSize: S["id"];
  readonly modelName: string;
  /** A request of this size, from a seed. */
  payload(size: S, random: Random): Uint8Array;
  /**
   * What is made of a request before glue gets it, by what one would use on the target: a "picture" is a PNG, of which glue gets
   * width, height and channels (3 or 4) as 32-bit little-endian words, and then the pixels, row by row. Absent: nothing is.
   */
  readonly decode?: "picture";
  assets?(): Uint8Array;
  /**
   * Which part of today's glue, where that is numpy's, is in numpy's compiled loops, as a profile shows (`py-spy record --native`):
   * the rest is Python's own. Absent: all of it is taken to be.
   */
  readonly arrayShare?: number;
  /** Whether a first look measures it; absent: it does. */
  readonly inFirstLook?: false;
  /** Most processes of each target in a first look, of a workload that is there for what engines answer rather than for how fast. */
  readonly firstLookProcesses?: number;
  /** A session or a request takes so long that a first look leaves threads and searched settings out. */
  readonly isLong?: true;
  /** What kind of file its models are: an engine reads one kind. Absent: ONNX. */
  readonly reads?: ModelFormat;
  /** Largest absolute difference from the reference that still counts as the same output. */
  readonly tolerance: Tolerance;
}

/** A workload whose request calls one model once. */
export interface CallWorkload<S extends WorkloadSize = WorkloadSize> extends WorkloadBase<S> {
  inputs(size: S): readonly TensorSpec[];
  outputs(size: S): readonly TensorSpec[];
  buildModel(): OnnxModel;
  /** Upper bound of the result's length in floats. */
  maxResultLength(size: S): number;
}

/** One of the models of a workload whose requests call them as often as they need: what it takes and gives, its file says. */
export type StepModel = {
  /** What glue calls it by. */
  readonly name: string;
} & (
  | {
      /** Where its file lies in an installed package: `package/path/in/it`. */
      readonly packageFile: string;
    }
  | {
      /** A path, or a URL with its SHA-256, as `userModel` takes it. */
      readonly reference: string;
    }
  | {
      /** A GGUF file: the project makes it, or somebody brought it. */
      readonly gguf: { build(): Uint8Array } | { readonly file: ModelFile };
      /** Most tokens that a conversation may have. */
      readonly contextTokens: number;
    }
);

export interface ScoredText {
  /** Its tokens, the first of which begins it. */
  tokens(random: Random): Int32Array;
  /** How far an engine's perplexity may lie from the reference's, as a part of it. */
  readonly tolerance: number;
}

export interface StepWorkload<S extends WorkloadSize = WorkloadSize> extends WorkloadBase<S> {
  readonly models: readonly StepModel[];
  /** Where engines may say other tokens: a text that they have to take for as likely as the reference does. */
  readonly scored?: ScoredText;
  /** What is wrong with an answer, where what is right is known; null where nothing is. */
  judge?(answer: unknown, size: S): string | null;
}

/**
 * A workload: what a request is, which models it calls, and glue in three languages from one specification.
 * One folder under `loaders/workloads/` holds `workload.ts` (this value), `model.ts` where the project builds the model, and the
 * glue as `glue.ts`, `glue.py` and `glue.c`; listing it in `index.ts` registers it.
 */
export type Workload<S extends WorkloadSize = WorkloadSize> = CallWorkload<S> | StepWorkload<S>;

export const hasSteps = <S extends WorkloadSize>(workload: Workload<S>): workload is StepWorkload<S> =>
  "models" in workload;
