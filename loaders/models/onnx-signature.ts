/**
 * What an ONNX file says of itself, without running it: inputs, outputs, operators, weights.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { TensorType } from "../../src/model/tensor-spec.ts";
import { type Field, fieldsOf, integers, messages, nameOf, text } from "./read-onnx.ts";

export interface OnnxValue {
  readonly name: string;
  /** ONNX's name of an element's type: "float32", "string". */
  readonly type: TensorType | (string & {});
  /** A number, or the name of one that the caller chooses; empty where the file leaves it unnamed. */
  readonly dims: readonly (number | string)[];
}

export interface OnnxSignature {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** By domain ("" is ONNX's own). */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** How many nodes of each operator, subgraphs included; of other domains than ONNX's own with the domain before it. */
  readonly operators: ReadonlyMap<string, number>;
  /** Elements of all weights. */
  readonly parameters: number;
  /** Files beside the model that hold its weights. */
  readonly externalFiles: readonly string[];
  /** Input → how many rows the table has that it picks from, where that can be seen: ids below it are valid. */
  readonly vocabulary: ReadonlyMap<string, number>;
}

/** TensorProto.DataType. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  ...{ 1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string" },
  ...{ 9: "bool", 10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 16: "bfloat16" },
};

const named = (fields: readonly Field[], id: number): Field | undefined =>
  fields.find((field) => field.id === id);

/** @throws Error where it is no ONNX file */
export function readSignature(file: Uint8Array): OnnxSignature {
  const model = fieldsOf(file);
  const graph = named(model, 7)?.bytes;
  if (!graph) throw new Error(`no graph is in this file of ${file.length} bytes: it is no ONNX model`);
  const fields = fieldsOf(graph);
  const weights = new Map<string, readonly number[]>();
  const external = new Set<string>();
  for (const message of messages(fields, 5)) readWeight(message, weights, external);
  const operators = new Map<string, number>();
  countOperators(fields, operators);
  const values = (id: number) => messages(fields, id).map(readValue);
  const picked = messages(fields, 1).flatMap((node) => readPick(node, weights));
  return {
    // Files of before IR version 4 list their weights as inputs too.
    inputs: values(11).filter(({ name }) => !weights.has(name)),
    outputs: values(12),
    opsets: messages(model, 8).map((message) => ({
      domain: nameOf(message, 1),
      version: named(fieldsOf(message), 2)?.varint ?? 0,
    })),
    operators,
    parameters: [...weights.values()].reduce((sum, dims) => sum + dims.reduce((all, dim) => all * dim, 1), 0),
    externalFiles: [...external],
    vocabulary: new Map(picked),
  };
}

function readValue(message: Uint8Array): OnnxValue {
  const type = named(fieldsOf(message), 2)?.bytes;
  const tensor = type && named(fieldsOf(type), 1)?.bytes;
  if (!tensor) return { name: nameOf(message), type: "no tensor", dims: [] };
  const fields = fieldsOf(tensor);
  const number = named(fields, 1)?.varint ?? 0;
  const shape = named(fields, 2)?.bytes;
  const dims = shape ? messages(fieldsOf(shape), 1).map(readDim) : [];
  return { name: nameOf(message), type: TYPE_NAMES[number] ?? `type ${number}`, dims };
}

function readDim(message: Uint8Array): number | string {
  const fields = fieldsOf(message);
  const value = named(fields, 1)?.varint;
  if (value !== undefined && value > 0) return value;
  const name = named(fields, 2);
  // Some converters write a question mark for each dimension that they know nothing of.
  return name && text(name) !== "?" ? text(name) : "";
}

/** The shape of a weight, and the file that holds it where that is another. */
function readWeight(
  message: Uint8Array,
  weights: Map<string, readonly number[]>,
  external: Set<string>,
): void {
  const fields = fieldsOf(message);
  weights.set(nameOf(message, 8), integers(fields, 1));
  for (const entry of messages(fields, 13)) {
    if (nameOf(entry, 1) === "location") external.add(nameOf(entry, 2));
  }
}

function countOperators(graph: readonly Field[], counts: Map<string, number>): void {
  for (const node of messages(graph, 1)) {
    const fields = fieldsOf(node);
    const [operator, domain] = [nameOf(node, 4), nameOf(node, 7)];
    const name = domain === "" || domain === "ai.onnx" ? operator : `${domain}.${operator}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    // A branch or a loop's body is an attribute: one graph, or several.
    for (const attribute of messages(fields, 5)) {
      const parts = fieldsOf(attribute);
      for (const body of [...messages(parts, 6), ...messages(parts, 11)])
        countOperators(fieldsOf(body), counts);
    }
  }
}

/** Of a Gather from a table of weights by an input: the table's rows. */
function readPick(
  node: Uint8Array,
  weights: ReadonlyMap<string, readonly number[]>,
): (readonly [input: string, rows: number])[] {
  if (nameOf(node, 4) !== "Gather") return [];
  const [table, ids] = messages(fieldsOf(node), 1).map((bytes) => new TextDecoder().decode(bytes));
  const rows = weights.get(table ?? "")?.[0];
  return ids && rows ? [[ids, rows]] : [];
}
