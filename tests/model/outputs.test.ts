import { describe, expect, it } from "vitest";
import { compareOutputs, type OutputArray, parseOutputs } from "../../src/model/outputs.ts";

const tolerance = { tensors: 0.5, result: 0.125 };

const floats = (name: string, ...values: number[]): OutputArray => ({
  name,
  data: Float32Array.from(values),
});
const ints = (name: string, ...values: bigint[]): OutputArray => ({ name, data: BigInt64Array.from(values) });

const reference = [ints("ids", 5n, 9n), floats("image", 1, 2, 3), floats("result", 0.25, 0.75)];
const withResult = (...values: number[]) => [...reference.slice(0, 2), floats("result", ...values)];

describe("comparison with the reference", () => {
  it("agrees with itself, without error", () => {
    expect(compareOutputs(reference, reference, tolerance)).toMatchObject({ agrees: true, maxAbsError: 0 });
  });

  it("allows each array its own tolerance, the limit included", () => {
    const actual = [reference[0]!, floats("image", 1, 2.5, 3), floats("result", 0.25, 0.875)];
    expect(compareOutputs(actual, reference, tolerance).agrees).toBe(true);
  });

  it("reports the array that comes closest to its own limit", () => {
    const actual = [reference[0]!, floats("image", 1.125, 2, 3), floats("result", 0.3125, 0.75)];
    expect(compareOutputs(actual, reference, tolerance)).toMatchObject({
      agrees: true,
      maxAbsError: 0.0625,
      tolerance: 0.125,
      stage: "postprocess",
      compared: 2,
    });
  });

  it("names stage, element, both values and the limit of what is off", () => {
    const found = compareOutputs(withResult(0.25, 1), reference, tolerance);
    expect(found).toMatchObject({ agrees: false, maxAbsError: 0.25, stage: "postprocess" });
    expect(found).toHaveProperty(
      "detail",
      'postprocess: "result"[1] is 1, the reference has 0.75 (difference 0.250, allowed 0.125)',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("lets no %s pass, and stays a number in JSON", (bad) => {
    const found = compareOutputs(withResult(0.25, bad), reference, tolerance);
    expect(found).toMatchObject({ agrees: false, detail: expect.stringContaining(`"result"[1] is ${bad}`) });
    expect(JSON.parse(JSON.stringify(found)).maxAbsError).toBeGreaterThan(1);
  });

  it("wants integers exactly, whatever the tolerance", () => {
    const actual = [ints("ids", 5n, 10n), ...reference.slice(1)];
    const lax = { tensors: 1e-4, result: 1e-4 };
    expect(compareOutputs(actual, reference, lax)).toMatchObject({
      agrees: false,
      detail: expect.stringContaining('preprocess: "ids"[1] is 10, the reference has 9'),
    });
    expect(compareOutputs(actual, reference, { tensors: 1.5, result: 1 }).agrees).toBe(false);
  });

  it("names a difference in length, and an array that is missing", () => {
    expect(compareOutputs(withResult(0.25), reference, tolerance)).toMatchObject({
      agrees: false,
      detail: 'postprocess: expected "result" with 2 elements, found "result" with 1',
    });
    expect(compareOutputs(reference.slice(0, 1), reference, tolerance)).toMatchObject({
      agrees: false,
      detail: 'preprocess: expected "image" with 3 elements, found nothing',
    });
  });
});

describe("the file of outputs", () => {
  it("is read back, at whatever offset its arrays lie", () => {
    const arrays = [floats("image", 1, 2, 3), ints("ids", -1n, 2n ** 40n), floats("result", 0.5)];
    const header = arrays.map(({ name, data }) => ({
      name,
      type: data instanceof BigInt64Array ? "int64" : "float32",
      length: data.length,
    }));
    const bytes = arrays.map(({ data }) => new Uint8Array(data.buffer));
    const whole = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bytes]);
    expect(parseOutputs(whole)).toEqual(arrays);
  });
});
