import { bytesOf, elementsOf, type Tensor, type TensorSpec } from "../workloads/workload.ts";

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

export function totalBytes(specs: readonly TensorSpec[]): number {
  return specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
}

/** Views on tensors that lie back to back in a buffer. */
export function tensorViews(buffer: ArrayBuffer, offset: number, specs: readonly TensorSpec[]): Tensor[] {
  let at = offset;
  return specs.map((spec) => {
    const length = elementsOf(spec);
    const view =
      spec.type === "int64" ? new BigInt64Array(buffer, at, length) : new Float32Array(buffer, at, length);
    at += view.byteLength;
    return view;
  });
}
