/**
 * Writing ONNX files: the few messages of onnx.proto (IR version 8) that Portolan's models use, encoded by
 * protobufjs, and a small graph builder over them. Encoding is deterministic, so equal graphs have equal
 * SHA-256 on every machine.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import protobuf from "protobufjs";
import { seededWeights } from "./seeded-weights.ts";

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

const root = protobuf.Root.fromJSON({
  nested: {
    AttributeProto: {
      fields: {
        name: { id: 1, type: "string" },
        f: { id: 2, type: "float" },
        i: { id: 3, type: "int64" },
        s: { id: 4, type: "bytes" },
        ints: { id: 8, rule: "repeated", type: "int64" },
        type: { id: 20, type: "int32" },
      },
    },
    NodeProto: {
      fields: {
        input: { id: 1, rule: "repeated", type: "string" },
        output: { id: 2, rule: "repeated", type: "string" },
        name: { id: 3, type: "string" },
        opType: { id: 4, type: "string" },
        attribute: { id: 5, rule: "repeated", type: "AttributeProto" },
      },
    },
    TensorProto: {
      fields: {
        dims: { id: 1, rule: "repeated", type: "int64" },
        dataType: { id: 2, type: "int32" },
        name: { id: 8, type: "string" },
        rawData: { id: 9, type: "bytes" },
      },
    },
    Dimension: { fields: { dimValue: { id: 1, type: "int64" }, dimParam: { id: 2, type: "string" } } },
    TensorShapeProto: { fields: { dim: { id: 1, rule: "repeated", type: "Dimension" } } },
    TensorTypeProto: {
      fields: { elemType: { id: 1, type: "int32" }, shape: { id: 2, type: "TensorShapeProto" } },
    },
    TypeProto: { fields: { tensorType: { id: 1, type: "TensorTypeProto" } } },
    ValueInfoProto: { fields: { name: { id: 1, type: "string" }, type: { id: 2, type: "TypeProto" } } },
    GraphProto: {
      fields: {
        node: { id: 1, rule: "repeated", type: "NodeProto" },
        name: { id: 2, type: "string" },
        initializer: { id: 5, rule: "repeated", type: "TensorProto" },
        input: { id: 11, rule: "repeated", type: "ValueInfoProto" },
        output: { id: 12, rule: "repeated", type: "ValueInfoProto" },
      },
    },
    OperatorSetIdProto: { fields: { domain: { id: 1, type: "string" }, version: { id: 2, type: "int64" } } },
    ModelProto: {
      fields: {
        irVersion: { id: 1, type: "int64" },
        producerName: { id: 2, type: "string" },
        graph: { id: 7, type: "GraphProto" },
        opsetImport: { id: 8, rule: "repeated", type: "OperatorSetIdProto" },
      },
    },
  },
});
const ModelProto = root.lookupType("ModelProto");

type Attribute = number | string | readonly number[] | { readonly float: number };
type Dim = number | string;

/** A finished model: call `encode()` for the bytes of its `.onnx` file. */
export interface OnnxModel {
  encode(): Uint8Array;
}

function attributeProto(name: string, value: Attribute): object {
  if (typeof value === "number") return { name, i: value, type: ATTRIBUTE_INT };
  if (typeof value === "string") return { name, s: new TextEncoder().encode(value), type: ATTRIBUTE_STRING };
  if ("float" in value) return { name, f: value.float, type: ATTRIBUTE_FLOAT };
  return { name, ints: [...value], type: ATTRIBUTE_INTS };
}

function valueInfo(name: string, elemType: number, dims: readonly Dim[]): object {
  const dim = dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function rawBytes(data: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Builds a graph node by node; every method that adds a tensor or a node returns its output's name. */
export class OnnxGraph implements OnnxModel {
  readonly #name: string;
  readonly #opset: number;
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  #unnamed = 0;

  constructor(name: string, opset = 17) {
    this.#name = name;
    this.#opset = opset;
  }

  input(name: string, type: "float32" | "int64", dims: readonly Dim[]): string {
    this.#inputs.push(valueInfo(name, type === "int64" ? INT64 : FLOAT, dims));
    return name;
  }

  output(name: string, dims: readonly Dim[]): void {
    this.#outputs.push(valueInfo(name, FLOAT, dims));
  }

  constant(name: string, data: Float32Array | BigInt64Array, dims: readonly number[]): string {
    const dataType = data instanceof Float32Array ? FLOAT : INT64;
    this.#initializers.push({ dims: [...dims], dataType, name, rawData: rawBytes(data) });
    return name;
  }

  /** Integer constant such as a shape or axes. */
  ints(name: string, values: readonly number[]): string {
    return this.constant(name, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Seeded weights with standard deviation `scale`; the stream is named by graph and tensor. */
  weight(name: string, dims: readonly number[], scale: number): string {
    const length = dims.reduce((product, dim) => product * dim, 1);
    return this.constant(name, seededWeights(`${this.#name}/${name}`, length, scale), dims);
  }

  node(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output?: string,
  ): string {
    const name = output ?? `${opType.toLowerCase()}_${this.#unnamed++}`;
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value));
    this.#nodes.push({ input: [...input], output: [name], name, opType, attribute });
    return name;
  }

  encode(): Uint8Array {
    return ModelProto.encode({
      irVersion: 8,
      producerName: "portolan",
      graph: {
        node: this.#nodes,
        name: this.#name,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
      opsetImport: [{ domain: "", version: this.#opset }],
    }).finish();
  }
}
