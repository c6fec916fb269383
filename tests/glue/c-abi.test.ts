import { describe, expect, it } from "vitest";
import { checkStatus, tensorView } from "../../loaders/glue/c-abi.ts";

describe("the C ABI", () => {
  it("sees a tensor where it lies, and shares its memory", () => {
    const buffer = new ArrayBuffer(64);
    const ids = tensorView({ type: "int64", dims: [1, 3] }, buffer, 16) as BigInt64Array;
    const image = tensorView({ type: "float32", dims: [2, 2] }, buffer, 40);
    expect([ids.byteOffset, ids.length, image.byteOffset, image.length]).toEqual([16, 3, 40, 4]);
    ids.set([7n, 8n, 9n]);
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
