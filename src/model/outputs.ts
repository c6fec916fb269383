import { arrayAt, TENSOR_TYPES, type TensorArray, type TensorType } from "./tensor-spec.js";

type Numbers = TensorArray;

export interface OutputArray {
  readonly name: string;
  readonly data: Numbers;
  /** Of an answer in JSON, of which `data` are the numbers, in order: its bytes, and its text with a 0 for each of them. */
  readonly json?: { readonly bytes: Uint8Array; readonly skeleton: string };
}

export type Agreement =
  | {
      readonly agrees: true;
      readonly maxAbsError: number;
      readonly tolerance: number;
      readonly compared: number;
      readonly stage: string;
    }
  | {
      readonly agrees: false;
      readonly maxAbsError: number;
      readonly tolerance: number;
      readonly compared: number;
      readonly stage: string;
      readonly detail: string;
    };

/** What the caller receives, among a target's outputs. */
export const resultOf = (outputs: readonly OutputArray[]): Float32Array =>
  outputs.find(({ name }) => name === "result")!.data as Float32Array;

/** An answer in JSON, as it left the worker; null of a workload whose answer is numbers. */
export const answerOf = (outputs: readonly OutputArray[]): Uint8Array | null =>
  outputs.find(({ name }) => name === "result")?.json?.bytes ?? null;

export interface RecordedCall {
  /** Its place among the workload's models. */
  readonly model: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** Calls of models of a request that calls them as often as it needs, in order. */
export function callsOf(outputs: readonly OutputArray[]): RecordedCall[] {
  const numbers = (outputs.find(({ name }) => name === "calls")?.data ?? new Int32Array()) as Int32Array;
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => {
    const [model, inputBytes, outputBytes] = numbers.subarray(3 * i, 3 * i + 3);
    return { model: model!, inputBytes: inputBytes!, outputBytes: outputBytes! };
  });
}

/** The largest of values, whatever their sign. */
export const largestOf = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** What a worker saves for `outputs`: a line of JSON, then the arrays' bytes. */
export function parseOutputs(bytes: Uint8Array): OutputArray[] {
  const newline = bytes.indexOf(10);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, newline))) as {
    name: string;
    type: TensorType;
    length: number;
  }[];
  let at = newline + 1;
  return header.map(({ name, type, length }) => {
    const size = length * TENSOR_TYPES[type].bytes;
    // Copied, because an element must lie at a multiple of its size.
    const copy = Uint8Array.prototype.slice.call(bytes, at, at + size).buffer as ArrayBuffer;
    at += size;
    const data = arrayAt(type, copy, 0, length);
    return name === "result" && type === "uint8" ? jsonResult(data as Uint8Array) : { name, data };
  });
}

/** @throws Error where the answer is no JSON */
function jsonResult(bytes: Uint8Array): OutputArray {
  const text = new TextDecoder().decode(bytes);
  const numbers: number[] = [];
  let skeleton: string;
  try {
    skeleton = JSON.stringify(JSON.parse(text), (_, value) => {
      if (typeof value !== "number") return value;
      numbers.push(value);
      return 0;
    });
  } catch {
    throw new Error(`the answer is no JSON: ${text.slice(0, 80)}`);
  }
  return { name: "result", data: Float32Array.from(numbers), json: { bytes, skeleton } };
}

export interface OutputTolerance {
  readonly tensors: number;
  readonly result: number;
  /**
   * Of an answer whose numbers follow from each other, so that one which is rounded otherwise changes all after it: how many of its
   * first have to agree; absent where all do.
   */
  readonly leading?: number;
}

/**
 * Compares a target's outputs with the reference: integers exactly, floats within an absolute tolerance, each
 * element. Returns the worst array if all agree, else the first that does not.
 */
export function compareOutputs(
  actual: readonly OutputArray[],
  reference: readonly OutputArray[],
  tolerance: OutputTolerance,
): Agreement {
  let worst: Agreement = {
    agrees: true,
    maxAbsError: 0,
    tolerance: tolerance.result,
    compared: 0,
    stage: "postprocess",
  };
  for (const [i, expected] of reference.entries()) {
    const stage = expected.name === "result" ? "postprocess" : "preprocess";
    const ofFloats = stage === "postprocess" ? tolerance.result : tolerance.tensors;
    const allowed = expected.data instanceof Float32Array ? ofFloats : 0;
    const found = actual[i];
    const isLed = stage === "postprocess" && tolerance.leading !== undefined;
    const base = { tolerance: allowed, stage, compared: isLed ? tolerance.leading! : expected.data.length };
    if (found && !isLed && found.json?.skeleton !== expected.json?.skeleton) {
      const detail = `${stage}: ${firstDifference(found.json?.skeleton ?? "", expected.json?.skeleton ?? "")}`;
      return { agrees: false, maxAbsError: 0, ...base, detail };
    }
    if (!found || found.name !== expected.name || found.data.length !== expected.data.length) {
      const detail = `${stage}: expected "${expected.name}" with ${expected.data.length} elements, found ${
        found ? `"${found.name}" with ${found.data.length}` : "nothing"
      }`;
      return { agrees: false, maxAbsError: 0, ...base, detail };
    }
    const compared = isLed ? expected.data.slice(0, tolerance.leading) : expected.data;
    const { error, at } = largestDifference(
      isLed ? found.data.slice(0, tolerance.leading) : found.data,
      compared,
    );
    if (!(error <= allowed)) {
      const detail =
        `${stage}: "${expected.name}"[${at}] is ${found.data[at]}, the reference has ${expected.data[at]} ` +
        `(difference ${error.toPrecision(3)}, allowed ${allowed})`;
      return {
        agrees: false,
        maxAbsError: Number.isFinite(error) ? error : Number.MAX_VALUE,
        ...base,
        detail,
      };
    }
    if (error / allowed >= worst.maxAbsError / worst.tolerance)
      worst = { agrees: true, maxAbsError: error, ...base };
  }
  return worst;
}

export type Answer =
  | null
  | boolean
  | number
  | string
  | readonly Answer[]
  | { readonly [key: string]: Answer };

/** Where an answer in JSON is not what is right, numbers but for a tolerance; null where it is. */
export function answerDiffers(found: Answer, right: Answer, tolerance: number): string | null {
  const [a, b] = [found, right].map((answer) => jsonResult(new TextEncoder().encode(JSON.stringify(answer))));
  const agreement = compareOutputs([a!], [b!], { tensors: tolerance, result: tolerance });
  if (agreement.agrees) return null;
  return agreement.detail.replace(/^postprocess: /, "").replaceAll("the reference", "the right one");
}

/** Of two texts that are not the same. */
function firstDifference(found: string, expected: string): string {
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at++;
  const shown = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 40));
  return `the answer has ${shown(found)}, the reference has ${shown(expected)}`;
}

function largestDifference(a: Numbers, b: Numbers): { error: number; at: number } {
  return a instanceof Float32Array && b instanceof Float32Array
    ? largestFloatDifference(a, b)
    : largestFloatDifference(Float64Array.from([...a], Number), Float64Array.from([...b], Number));
}

/** Token ids and lengths are far below 2⁵³, so integers compare exactly as doubles. */
function largestFloatDifference(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
): { error: number; at: number } {
  let error = 0;
  let at = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= error)) {
      error = difference;
      at = i;
      if (Number.isNaN(difference)) return { error: Number.NaN, at };
    }
  }
  return { error, at };
}
