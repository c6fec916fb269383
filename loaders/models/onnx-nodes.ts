/**
 * The operators of an ONNX file with all that their outputs' shapes depend on; weights only where they are few enough to be a shape.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { elementsOf } from "../../src/model/tensor-spec.ts";
import { type Field, fieldsOf, integers, messages, nameOf, text } from "./read-onnx.ts";

/** What is known of a tensor without running the model. */
export interface Known {
  readonly dims: readonly number[];
  /** Flat; of short tensors only, which may be a shape. */
  readonly values?: readonly number[];
  /** Whether its elements are integers: division of those is another. */
  readonly integer: boolean;
}

export type Attribute = number | string | readonly number[] | Known;

export interface OperatorNode {
  /** Of other domains than ONNX's own with the domain before it. */
  readonly operator: string;
  /** Empty where one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Those of its branches, or of a loop's body. */
  readonly within: readonly OperatorNode[];
}

export interface OnnxNodes {
  /** In an order in which they can be computed. */
  readonly nodes: readonly OperatorNode[];
  readonly weights: ReadonlyMap<string, Known>;
}

/** Of TensorProto.DataType: uint8, int8, uint16, int16, int32, int64, bool, uint32, uint64. */
const INTEGERS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13]);
const [FLOAT, INT32, INT64] = [1, 6, 7];
/** Of AttributeProto.AttributeType. */
const ATTRIBUTE_INT = 2;
/** More elements than any shape has, or any resize has factors. */
export const MOST_VALUES = 64;

export const isIntegerType = (dataType: number): boolean => INTEGERS.has(dataType);

const texts = (fields: readonly Field[], id: number): string[] =>
  fields.flatMap((field) => (field.id === id ? [text(field)] : []));

/** @throws Error where it is no ONNX file */
export function readNodes(file: Uint8Array): OnnxNodes {
  const [graph] = messages(fieldsOf(file), 7);
  if (!graph) throw new Error(`no graph is in this file of ${file.length} bytes: it is no ONNX model`);
  const fields = fieldsOf(graph);
  return {
    nodes: messages(fields, 1).map(readNode),
    weights: new Map(messages(fields, 5).map((message) => [nameOf(message, 8), readTensor(message)])),
  };
}

function readNode(message: Uint8Array): OperatorNode {
  const fields = fieldsOf(message);
  const [operator = "", domain = ""] = [texts(fields, 4)[0], texts(fields, 7)[0]];
  const attributes = messages(fields, 5).map(fieldsOf);
  return {
    operator: domain === "" || domain === "ai.onnx" ? operator : `${domain}.${operator}`,
    inputs: texts(fields, 1),
    outputs: texts(fields, 2),
    attributes: new Map(attributes.map((parts) => [texts(parts, 1)[0] ?? "", readAttribute(parts)])),
    within: attributes
      .flatMap((parts) => [...messages(parts, 6), ...messages(parts, 11)])
      .flatMap((body) => messages(fieldsOf(body), 1).map(readNode)),
  };
}

function readAttribute(fields: readonly Field[]): Attribute {
  const whole = fields.find(({ id }) => id === 3)?.varint;
  // Some writers leave out a zero.
  if (whole !== undefined || fields.find(({ id }) => id === 20)?.varint === ATTRIBUTE_INT) return whole ?? 0;
  const [float] = messages(fields, 2);
  if (float) return floatsIn(float)[0]!;
  const [tensor] = messages(fields, 5);
  if (tensor) return readTensor(tensor);
  const [string] = texts(fields, 4);
  if (string !== undefined) return string;
  const floats = messages(fields, 7).flatMap(floatsIn);
  return floats.length > 0 ? floats : integers(fields, 8);
}

function readTensor(message: Uint8Array): Known {
  const fields = fieldsOf(message);
  const dims = integers(fields, 1);
  const type = fields.find(({ id }) => id === 2)?.varint ?? 0;
  const known = { dims, integer: isIntegerType(type) };
  const count = elementsOf({ dims });
  const values = count > MOST_VALUES ? [] : valuesOf(fields, type);
  return values.length === count ? { ...known, values } : known;
}

/** Empty for the types that shapes are not made of. */
function valuesOf(fields: readonly Field[], type: number): readonly number[] {
  const [raw] = messages(fields, 9);
  if (type === FLOAT) return raw ? floatsIn(raw) : messages(fields, 4).flatMap(floatsIn);
  if (type === INT32) return raw ? [...new Int32Array(new Uint8Array(raw).buffer)] : integers(fields, 5);
  if (type !== INT64) return [];
  return raw ? Array.from(new BigInt64Array(new Uint8Array(raw).buffer), Number) : integers(fields, 7);
}

/** Packed floats, or one. */
const floatsIn = (bytes: Uint8Array): number[] => [...new Float32Array(new Uint8Array(bytes).buffer)];
