/**
 * A model whose calls take as many requests as one likes: the same nodes and weights, with a first dimension that is left open where
 * the file says 1. What cannot be told from the file is found out by running it (`loaders/python/batch_ladder.py`).
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";
import type { TensorSpec } from "../../src/model/tensor-spec.ts";
import { readRegularFile } from "../files/regular-file.ts";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { fieldsOf, integers, messages, nameOf, text } from "./read-onnx.ts";

/** Its file, and the dimensions that each input of one request has in it. */
export interface BatchedModel {
  readonly path: string;
  readonly dims: readonly (readonly number[])[];
}

/**
 * Written into the cache once for each model and shape of request.
 *
 * @param inputs of one request, in the order in which the model declares them
 * @throws Error that says why no batch can be made of it
 */
export function batchedModel(model: string, inputs: readonly TensorSpec[]): BatchedModel {
  const file = readRegularFile(model);
  const { dims, encode } = planBatch(file, inputs);
  const key = createHash("sha256").update(file).update(JSON.stringify(dims)).digest("hex");
  const path = join(homeFolder("cache", "models"), `${key.slice(0, 32)}-batched.onnx`);
  if (!existsSync(path)) writeWhole(path, encode());
  return { path, dims };
}

/** What would be written. */
export function planBatch(
  file: Uint8Array,
  inputs: readonly TensorSpec[],
): { readonly dims: readonly (readonly number[])[]; encode(): Uint8Array } {
  const rank = Math.max(...inputs.map(({ dims }) => dims.length));
  const dims = inputs.map(({ name, dims }) => {
    if (dims.length === 0) throw new Error(`its input "${name}" is one number for all requests of a call`);
    // A number that each request has of its own reaches its request's tensor only in as many dimensions as that has.
    return dims.length === 1 && dims[0] === 1 ? Array.from({ length: rank }, () => 1) : dims;
  });
  const ranks = new Map(inputs.map(({ name }, i) => [name, dims[i]!.length]));
  return { dims, encode: () => rewritten(file, (graph) => openGraph(graph, ranks)) };
}

const GRAPH = 7;
/** Of GraphProto. */
const [NODE, INITIALIZER, INPUT, OUTPUT, VALUE_INFO] = [1, 5, 11, 12, 13];

const rewritten = (file: Uint8Array, of: (graph: Uint8Array) => Uint8Array): Uint8Array =>
  mapFields(file, (id, bytes) => (id === GRAPH ? of(bytes) : bytes));

function openGraph(graph: Uint8Array, ranks: ReadonlyMap<string, number>): Uint8Array {
  const fields = fieldsOf(graph);
  const shapes = new Set(messages(fields, NODE).flatMap(reshapedTo));
  const weights = new Set(messages(fields, INITIALIZER).map((tensor) => nameOf(tensor, 8)));
  return mapFields(graph, (id, bytes) => {
    switch (id) {
      case INPUT:
        return weights.has(nameOf(bytes)) ? bytes : openFirst(bytes, ranks.get(nameOf(bytes)));
      case OUTPUT:
        return openFirst(bytes);
      case VALUE_INFO:
        // Shapes of what is in between are those of a single request.
        return null;
      case INITIALIZER:
        return shapes.has(nameOf(bytes, 8)) ? keepFirst(bytes) : bytes;
      case NODE:
        return shapes.has(text({ bytes: messages(fieldsOf(bytes), 2)[0] ?? new Uint8Array() }))
          ? mapFields(bytes, (part, attribute) =>
              part === 5
                ? mapFields(attribute, (at, value) => (at === 5 ? keepFirst(value) : value))
                : attribute,
            )
          : bytes;
      default:
        return bytes;
    }
  });
}

/** The name of what says which shape a node of type Reshape makes. */
function reshapedTo(node: Uint8Array): string[] {
  const fields = fieldsOf(node);
  const [type] = messages(fields, 4);
  const shape = messages(fields, 1)[1];
  return type && shape && text({ bytes: type }) === "Reshape" ? [text({ bytes: shape })] : [];
}

const OPEN = "requests";

/** A value whose first dimension is as long as a call has requests, where it is 1; of another rank, where that is given. */
function openFirst(value: Uint8Array, rank?: number): Uint8Array {
  const inType = (of: (shape: Uint8Array) => Uint8Array) =>
    mapFields(value, (id, type) =>
      id === 2
        ? mapFields(type, (kind, tensor) =>
            kind === 1 ? mapFields(tensor, (at, shape) => (at === 2 ? of(shape) : shape)) : tensor,
          )
        : type,
    );
  return inType((shape) => {
    const all = messages(fieldsOf(shape), 1);
    const [first] = all;
    if (first === undefined || fieldsOf(first).find(({ id }) => id === 1)?.varint !== 1) return shape;
    const ones = Math.max(0, (rank ?? all.length) - all.length);
    return repeated(1, [
      new protobuf.Writer().uint32(18).string(OPEN).finish(),
      ...all.slice(1),
      ...Array.from({ length: ones }, () => new protobuf.Writer().uint32(8).int64(1).finish()),
    ]);
  });
}

/** A shape that begins with 1 leaves its first dimension as it comes: to Reshape, 0 means that. */
function keepFirst(tensor: Uint8Array): Uint8Array {
  const fields = fieldsOf(tensor);
  const raw = messages(fields, 9)[0];
  const values = raw
    ? Array.from(new BigInt64Array(new Uint8Array(raw).buffer), Number)
    : integers(fields, 7);
  if (values[0] !== 1) return tensor;
  const bytes = new Uint8Array(BigInt64Array.from([0, ...values.slice(1)], BigInt).buffer);
  const others = mapFields(tensor, (id, part) => (id === 7 || id === 9 ? null : part), [7]);
  return concatenated([others, repeated(9, [bytes])]);
}

/** So many fields of one number that hold bytes. */
function repeated(id: number, all: readonly Uint8Array[]): Uint8Array {
  const writer = new protobuf.Writer();
  for (const bytes of all) writer.uint32(8 * id + 2).bytes(bytes);
  return writer.finish();
}

/**
 * A message with other bytes in its fields of bytes, or without them (null); all others stay as they are, but for those of numbers
 * that are to be left out.
 */
function mapFields(
  message: Uint8Array,
  of: (id: number, bytes: Uint8Array) => Uint8Array | null,
  without: readonly number[] = [],
): Uint8Array {
  const parts = fieldsOf(message).flatMap(({ id, varint, bytes, whole }) => {
    if (varint !== undefined || bytes === undefined) return without.includes(id) ? [] : [whole];
    const other = of(id, bytes);
    if (other === null) return [];
    return [other === bytes ? whole : repeated(id, [other])];
  });
  return concatenated(parts);
}

const concatenated = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
