import { arrayAt } from "../../src/model/tensor-spec.ts";
import { elementsOf, type Tensor, type TensorSpec } from "../workloads/workload.ts";

/** Errors of `loaders/workloads/glue.h`, in words. */
export function checkStatus(status: number, call: string): number {
  if (status >= 0) return status;
  const meaning: Record<number, string> = {
    [-1]: "the payload is not what the workload's spec.md describes",
    [-2]: "the result is longer than the workload declares (maxResultLength)",
    [-3]: "the static assets are damaged",
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
