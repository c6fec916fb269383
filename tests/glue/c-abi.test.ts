import { describe, expect, it } from "vitest";
import { checkStatus, tensorViews, totalBytes } from "../../loaders/glue/c-abi.ts";
import type { TensorSpec } from "../../loaders/workloads/workload.ts";

const specs: readonly TensorSpec[] = [
  { name: "ids", type: "int64", dims: [1, 3] },
  { name: "image", type: "float32", dims: [2, 2] },
];

describe("the C ABI", () => {
  it("lays tensors back to back and shares their memory", () => {
    expect(totalBytes(specs)).toBe(3 * 8 + 4 * 4);
    const buffer = new ArrayBuffer(16 + totalBytes(specs));
    const [ids, image] = tensorViews(buffer, 16, specs);
    expect([ids!.byteOffset, ids!.length, image!.byteOffset, image!.length]).toEqual([16, 3, 40, 4]);
    ids!.set([7n, 8n, 9n] as never);
    expect(new DataView(buffer).getBigInt64(32, true)).toBe(9n);
  });

  it("passes lengths on and turns errors into words", () => {
    expect(checkStatus(12, "glue_postprocess")).toBe(12);
    expect(() => checkStatus(-1, "glue_preprocess")).toThrow(
      "glue_preprocess returned -1: the payload is not",
    );
    expect(() => checkStatus(-2, "glue_postprocess")).toThrow("maxResultLength");
    expect(() => checkStatus(-9, "glue_init")).toThrow("glue_init returned -9: unknown error");
  });
});
