import { arrayAt } from "../../src/model/tensor-spec.ts";
import type { JobModel } from "../worker/job.ts";
import { elementsOf, type ShapedTensor, type Tensor, type TensorSpec } from "../workloads/workload.ts";
import type { DueCall } from "./host.ts";

/** As in `loaders/workloads/glue.h`. */
export const MOST_INPUTS = 16;
export const MOST_DIMS = 128;

/** Errors of `loaders/workloads/glue.h`, in words. */
export function checkStatus(status: number, call: string): number {
  if (status >= 0) return status;
  const meaning: Record<number, string> = {
    [-1]: "the payload is not what the workload's spec.md describes",
    [-2]: "the result is longer than the workload declares (maxResultLength)",
    [-3]: "the static assets are damaged",
    [-4]: "there is no memory for it",
    [-5]: "the model's outputs are not what the workload's spec.md describes",
  };
  throw new Error(`${call} returned ${status}: ${meaning[status] ?? "unknown error"}`);
}

/** A tensor of this type and shape that lies at `byteOffset`. */
export function tensorView(
  spec: Pick<TensorSpec, "type" | "dims">,
  buffer: ArrayBufferLike,
  byteOffset: number,
): Tensor {
  return arrayAt(spec.type, buffer, byteOffset, elementsOf(spec));
}

/**
 * The call that a step of the glue asks for: null where the answer is there.
 *
 * @param step what `glue_start` or `glue_resume` returned
 * @param tensorAt the input at a place, of this type and shape
 */
export function dueCall(
  step: number,
  models: readonly JobModel[],
  shapes: Int32Array,
  tensorAt: (place: number, spec: Pick<TensorSpec, "type" | "dims">) => Tensor,
): DueCall | null {
  if (step === 0) return null;
  const model = models[step - 1];
  if (!model) throw new Error(`the glue asks for model ${step}; the workload has ${models.length}`);
  let at = 0;
  const inputs = model.inputs.map(({ name, type }, i): ShapedTensor => {
    const rank = shapes[at++]!;
    if (rank < 0 || at + rank > shapes.length)
      throw new Error(
        `the glue gives input "${name}" ${rank} dimensions; at most ${MOST_DIMS} numbers are read`,
      );
    const dims = [...shapes.subarray(at, at + rank)];
    at += rank;
    return { data: tensorAt(i, { type, dims }), dims };
  });
  return { model: step - 1, inputs };
}
