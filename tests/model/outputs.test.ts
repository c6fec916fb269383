import { describe, expect, it } from "vitest";
import {
  answerDiffers,
  answerOf,
  callsOf,
  compareOutputs,
  type OutputArray,
  parseOutputs,
} from "../../src/model/outputs.ts";

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

/** The file that a worker saves. */
function fileOf(
  ...arrays: readonly { readonly name: string; readonly type: string; readonly data: OutputArray["data"] }[]
): Uint8Array {
  const header = arrays.map(({ name, type, data }) => ({ name, type, length: data.length }));
  const bytes = arrays.map(({ data }) => new Uint8Array(data.buffer));
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bytes]);
}

describe("the file of outputs", () => {
  it("is read back, at whatever offset its arrays lie", () => {
    const arrays = [floats("image", 1, 2, 3), ints("ids", -1n, 2n ** 40n), floats("result", 0.5)];
    const typed = arrays.map((array) => ({
      ...array,
      type: array.data instanceof BigInt64Array ? "int64" : "float32",
    }));
    expect(parseOutputs(fileOf(...typed))).toEqual(arrays);
  });

  it("tells of each call its model and how much went through it", () => {
    const calls = { name: "calls", type: "int32", data: Int32Array.of(0, 16, 4, 1, 8, 20) };
    expect(callsOf(parseOutputs(fileOf(calls)))).toEqual([
      { model: 0, inputBytes: 16, outputBytes: 4 },
      { model: 1, inputBytes: 8, outputBytes: 20 },
    ]);
    expect(callsOf(reference)).toEqual([]);
  });
});

const answered = (text: string): OutputArray[] =>
  parseOutputs(fileOf({ name: "result", type: "uint8", data: Uint8Array.from(Buffer.from(text)) }));

describe("an answer in JSON", () => {
  const right = answered('{"lines":[{"text":"7","score":0.5},{"text":"é","score":1}]}');

  it("is kept as it left the worker, beside its numbers", () => {
    expect(Buffer.from(answerOf(right)!).toString()).toContain('"text":"é"');
    expect(right[0]!.data).toEqual(Float32Array.of(0.5, 1));
    expect(answerOf(reference)).toBeNull();
  });

  it("is the same whatever its spaces and the digits of its numbers, within the tolerance", () => {
    const found = answered('{ "lines": [{"text":"7","score":0.6250}, {"text":"é","score":1.0e0}] }');
    expect(compareOutputs(found, right, tolerance)).toMatchObject({ agrees: true, maxAbsError: 0.125 });
  });

  it("is another with a number that is off, a number more, or another text: that is shown", () => {
    const detail = (text: string) => compareOutputs(answered(text), right, tolerance);
    expect(detail('{"lines":[{"text":"7","score":0.75},{"text":"é","score":1}]}')).toMatchObject({
      agrees: false,
      detail: 'postprocess: "result"[0] is 0.75, the reference has 0.5 (difference 0.250, allowed 0.125)',
    });
    expect(detail('{"lines":[{"text":"7","score":0.5}]}')).toMatchObject({
      agrees: false,
      detail: expect.stringMatching(/^postprocess: the answer has .*, the reference has .*é/),
    });
    // Digits in a text are text.
    expect(detail('{"lines":[{"text":"8","score":0.5},{"text":"é","score":1}]}')).toMatchObject({
      agrees: false,
      detail: expect.stringMatching(/the answer has .*8.*, the reference has .*7/),
    });
  });

  it("is no answer in numbers", () => {
    expect(compareOutputs([floats("result", 0.5, 1)], right, tolerance)).toMatchObject({
      agrees: false,
      detail: expect.stringContaining('the answer has "", the reference has "{'),
    });
  });

  it("is refused where it is no JSON, with its beginning", () => {
    expect(() => answered("Traceback (most recent call last)")).toThrow(
      "the answer is no JSON: Traceback (most recent call last)",
    );
    expect(() => answered("")).toThrow("the answer is no JSON");
  });

  it("differs from what is right by more than a tolerance, or not", () => {
    expect(answerDiffers({ a: [1, null, "x"] }, { a: [1.01, null, "x"] }, 0.1)).toBeNull();
    expect(answerDiffers({ a: [1] }, { a: [2] }, 0.1)).toBe(
      '"result"[0] is 1, the right one has 2 (difference 1.00, allowed 0.1)',
    );
    expect(answerDiffers({ a: true }, { a: false }, 0.1)).toMatch(
      /^the answer has .*true.*, the right one has .*false/,
    );
    expect(answerDiffers(null, { a: 1 }, 0.1)).toMatch(/^the answer has "null"/);
  });
});
