/** Inputs of a model that somebody brings: of the shapes that it declares, from files, from one value, or seeded. */
import { sizedDims, symbolOf, symbolsOf } from "../../../src/model/live/own-model.ts";
import { filledWith, seeded } from "../../../src/model/model-alone/seeded.ts";
import { nearest } from "../../../src/model/nearest.ts";
import { bytesOf, isTensorType, TENSOR_TYPES, type TensorSpec } from "../../../src/model/tensor-spec.ts";
import type { NpyArray } from "../../models/npy.ts";
import type { OnnxSignature, OnnxValue } from "../../models/onnx-signature.ts";

/** What an input is filled with. */
export type Given =
  | { readonly kind: "array"; readonly array: NpyArray; readonly from: string }
  | { readonly kind: "value"; readonly value: number };

export interface ModelInputs {
  readonly specs: readonly TensorSpec[];
  readonly bytes: readonly Uint8Array[];
  /** "seq = 128": what was chosen because nobody said. */
  readonly chosen: readonly string[];
}

const MOST_BYTES = 2 ** 30;
const SEQUENCE = 128;
const SEQUENCE_NAME = /seq|len|token|time|frames/i;

/**
 * @param dims sizes of named dimensions
 * @param given by input
 * @throws Error that names every dimension that is missing, or what is wrong with an input
 */
export function modelInputs(
  signature: OnnxSignature,
  dims: Readonly<Record<string, number>>,
  given: ReadonlyMap<string, Given>,
): ModelInputs {
  const inputs = signature.inputs.map(({ name, type, dims }) => ({ name, type, dims: [...dims] }));
  refuseUnknown(
    [...given.keys()],
    inputs.map(({ name }) => name),
    "input",
  );
  const symbols = symbolsOf({ inputs, outputs: [] });
  refuseUnknown(Object.keys(dims), symbols, "dimension");
  const sizes: Record<string, number> = { ...sizesOfFiles(inputs, given), ...dims };
  const chosen: string[] = [];
  for (const [symbol, size] of Object.entries(usualSizes(inputs)))
    if (sizes[symbol] === undefined) {
      sizes[symbol] = size;
      chosen.push(`${symbol} = ${size}`);
    }
  const missing = symbols.filter((symbol) => sizes[symbol] === undefined);
  if (missing.length > 0)
    throw new Error(
      `the model leaves dimensions open: ${missing.join(", ")}. Its inputs are ${shapesOf(inputs)}; say how large they are: --dim ${missing.map((symbol) => `${symbol}=<n>`).join(" ")}`,
    );
  const specs = inputs.map((input) => specOf(input, sizes));
  const total = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (total > MOST_BYTES)
    throw new Error(
      `the inputs would take ${Math.ceil(total / 2 ** 20)} MiB, at most ${MOST_BYTES / 2 ** 20} are given: choose smaller dimensions with --dim`,
    );
  const bytes = specs.map((spec) => filled(spec, given.get(spec.name), signature.vocabulary.get(spec.name)));
  return { specs, bytes, chosen };
}

/** "x float32 [batch, 3, height, width], sr int64 []" */
const shapesOf = (inputs: readonly OnnxValue[]): string =>
  inputs
    .map(({ name, type, dims }) => {
      const shape = dims.map((dim, i) => symbolOf(name, dim, i) ?? dim);
      return `${name} ${type} [${shape.join(", ")}]`;
    })
    .join(", ");

function refuseUnknown(names: readonly string[], known: readonly string[], what: string): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const [near] = nearest(name, known);
    throw new Error(
      `the model has no ${what} "${name}"; it has ${known.join(", ") || "none that is open"}${near ? `; did you mean ${near}?` : ""}`,
    );
  }
}

/** A batch of one, and a sequence of ordinary length; of anything else nobody can know what is ordinary. */
function usualSizes(inputs: readonly OnnxValue[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { name, dims } of inputs)
    for (const [i, dim] of dims.entries()) {
      const symbol = symbolOf(name, dim, i);
      if (symbol === null) continue;
      if (i === 0 || /batch/i.test(symbol)) sizes[symbol] ??= 1;
      else if (typeof dim === "string" && SEQUENCE_NAME.test(dim)) sizes[symbol] ??= SEQUENCE;
    }
  return sizes;
}

/** What the shapes of the given files say of open dimensions. */
function sizesOfFiles(
  inputs: readonly OnnxValue[],
  given: ReadonlyMap<string, Given>,
): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { name, dims } of inputs) {
    const one = given.get(name);
    if (one?.kind !== "array") continue;
    for (const [i, dim] of dims.entries()) {
      const symbol = symbolOf(name, dim, i);
      const size = one.array.dims[i];
      if (symbol !== null && size !== undefined) sizes[symbol] = size;
    }
  }
  return sizes;
}

function specOf({ name, type, dims }: OnnxValue, sizes: Readonly<Record<string, number>>): TensorSpec {
  if (!isTensorType(type))
    throw new Error(
      `its input "${name}" is of type ${type}; measured are ${Object.keys(TENSOR_TYPES).join(", ")}`,
    );
  return { name, type, dims: sizedDims({ name, dims }, (symbol) => sizes[symbol]!) };
}

function filled(spec: TensorSpec, given: Given | undefined, vocabulary: number | undefined): Uint8Array {
  if (given?.kind === "array") {
    const { array, from } = given;
    if (array.type !== spec.type || array.dims.join() !== spec.dims.join())
      throw new Error(
        `${from} holds ${array.type} [${array.dims}], and the input "${spec.name}" takes ${spec.type} [${spec.dims}]`,
      );
    return array.bytes;
  }
  return filledWith(spec, given ? () => given.value : seeded(spec, vocabulary));
}
