/**
 * Reading ONNX files: what `onnx.ts` writes and no more, without a library, since a page does it too.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; the wire format:
 * https://protobuf.dev/programming-guides/encoding/
 */

export interface OnnxNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Integers, lists of them, and floats. */
  readonly attributes: ReadonlyMap<string, number | readonly number[]>;
}

export interface OnnxConstant {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface ReadGraph {
  /** In an order in which they can be computed. */
  readonly nodes: readonly OnnxNode[];
  /** Of floats; others are left out. */
  readonly constants: ReadonlyMap<string, OnnxConstant>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const FLOAT = 1;

/** @throws Error where it is no ONNX file, or keeps its weights in a way that is not read here */
export function readOnnx(file: Uint8Array): ReadGraph {
  const graph = fieldsOf(file).find(({ id, bytes }) => id === 7 && bytes);
  if (!graph?.bytes) throw new Error(`no graph is in this file of ${file.length} bytes: it is no ONNX model`);
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxConstant>();
  const inputs: string[] = [];
  const outputs: string[] = [];
  for (const { id, bytes } of fieldsOf(graph.bytes)) {
    if (!bytes) continue;
    if (id === 1) nodes.push(readNode(bytes));
    else if (id === 5) readConstant(bytes, constants);
    else if (id === 11) inputs.push(nameOf(bytes));
    else if (id === 12) outputs.push(nameOf(bytes));
  }
  // Files of before IR version 4 list their weights as inputs too.
  return { nodes, constants, inputs: inputs.filter((name) => !constants.has(name)), outputs };
}

function readNode(message: Uint8Array): OnnxNode {
  const fields = fieldsOf(message);
  const texts = (id: number) => fields.flatMap((field) => (field.id === id ? text(field) : []));
  const attributes = fields.flatMap((field) => (field.id === 5 ? [readAttribute(field.bytes!)] : []));
  return {
    opType: texts(4)[0] ?? "",
    inputs: texts(1),
    output: texts(2)[0] ?? "",
    attributes: new Map(attributes),
  };
}

function readAttribute(message: Uint8Array): readonly [string, number | readonly number[]] {
  const fields = fieldsOf(message);
  const whole = fields.find(({ id }) => id === 3);
  const float = fields.find(({ id }) => id === 2);
  const value = whole?.varint ?? (float && viewOf(float.bytes!).getFloat32(0, true));
  return [nameOf(message, 1), value ?? integers(fields, 8)];
}

function readConstant(message: Uint8Array, constants: Map<string, OnnxConstant>): void {
  const fields = fieldsOf(message);
  if (fields.find(({ id }) => id === 2)?.varint !== FLOAT) return;
  const name = nameOf(message, 8);
  const raw = fields.find(({ id }) => id === 9)?.bytes;
  if (!raw)
    throw new Error(`the weights "${name}" are not raw data in the file, which is all that is read here`);
  // A copy, since it may begin at an address that no array of floats can begin at.
  constants.set(name, { dims: integers(fields, 1), data: new Float32Array(new Uint8Array(raw).buffer) });
}

export const nameOf = (message: Uint8Array, id = 1): string => {
  const field = fieldsOf(message).find((one) => one.id === id);
  return field ? text(field) : "";
};

export interface Field {
  readonly id: number;
  readonly varint?: number;
  /** Of a message, a text, packed numbers, or a number of fixed size. */
  readonly bytes?: Uint8Array;
  /** As it stands in the message, its key included. */
  readonly whole: Uint8Array;
}

export const text = ({ bytes }: Pick<Field, "bytes">): string => new TextDecoder().decode(bytes);

/** What lies in fields of this number, one for each that is there. */
export const messages = (fields: readonly Field[], id: number): Uint8Array[] =>
  fields.flatMap((field) => (field.id === id && field.bytes ? [field.bytes] : []));

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Repeated integers, one a field or packed. */
export function integers(fields: readonly Field[], id: number): number[] {
  return fields.flatMap((field) => {
    if (field.id !== id) return [];
    if (field.varint !== undefined) return [field.varint];
    const values: number[] = [];
    for (let at = 0; at < field.bytes!.length; ) {
      const [value, next] = varintAt(field.bytes!, at);
      values.push(value);
      at = next;
    }
    return values;
  });
}

/** The size of a number by its wire type, where that is fixed. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

export function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length; ) {
    const from = at;
    const [key, after] = varintAt(message, at);
    const [id, wireType] = [Math.floor(key / 8), key % 8];
    if (wireType === 0) {
      const [varint, next] = varintAt(message, after);
      at = next;
      fields.push({ id, varint, whole: message.subarray(from, at) });
      continue;
    }
    const fixed = FIXED[wireType];
    if (fixed === undefined && wireType !== 2)
      throw new Error(`wire type ${wireType} at byte ${at}: this is no ONNX model`);
    const [length, start] = fixed === undefined ? varintAt(message, after) : [fixed, after];
    at = start + length;
    if (at > message.length)
      throw new Error(`the file ends within a field of ${length} bytes: it is cut off, or no ONNX model`);
    fields.push({ id, bytes: message.subarray(start, at), whole: message.subarray(from, at) });
  }
  return fields;
}

/** A number of up to 64 bits, with its sign; exact up to 2⁵³. */
function varintAt(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0n;
  for (let i = at, shift = 0n; i < bytes.length && shift < 70n; i++, shift += 7n) {
    value |= BigInt(bytes[i]! & 127) << shift;
    if (bytes[i]! < 128) return [Number(BigInt.asIntN(64, value)), i + 1];
  }
  throw new Error("the file ends within a number: it is cut off, or no ONNX model");
}
