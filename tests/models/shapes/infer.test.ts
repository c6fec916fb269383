import * as ort from "onnxruntime-web";
import { expect, it } from "vitest";
import { OnnxGraph } from "../../../loaders/models/onnx.ts";
import { readNodes } from "../../../loaders/models/onnx-nodes.ts";
import { inferShapes } from "../../../loaders/models/shapes/infer.ts";
import { type ProtobufField, protobufMessage } from "../../fixtures/protobuf.ts";

type Attributes = NonNullable<Parameters<OnnxGraph["node"]>[2]>;

/** Operators on pictures [2, 8, 9, 12], sequences [5, 2, 6] and what was computed before, by its place in the list. */
function everyOperator(): Uint8Array {
  const graph = new OnnxGraph("every operator");
  const picture = graph.input("picture", "float32", ["batch", 8, 9, 12]);
  const sequence = graph.input("sequence", "float32", [5, 2, 6]);
  const weight = (...dims: number[]) => graph.weight(`weight ${unnamed++}`, dims, 0.1);
  const ints = (...values: number[]) => graph.ints(`ints ${unnamed++}`, values);
  const floats = (...values: number[]) =>
    graph.constant(`floats ${unnamed++}`, Float32Array.from(values), [values.length]);
  const scalar = (value: number) => graph.constant(`scalar ${unnamed++}`, Float32Array.of(value), []);
  const index = (value: number) => graph.node("Squeeze", [ints(value), ints(0)]);
  let unnamed = 0;
  const node = (operator: string, inputs: string[], attributes: Attributes = {}) =>
    graph.node(operator, inputs, attributes);

  node("Conv", [picture, weight(4, 8, 3, 3)], { strides: [2, 1], pads: [1, 0, 1, 2], dilations: [1, 2] });
  node("Conv", [picture, weight(8, 1, 3, 3)], { group: 8, strides: [2, 2], auto_pad: "SAME_UPPER" });
  node("Conv", [picture, weight(4, 8, 3, 3)], { strides: [2, 2], auto_pad: "VALID" });
  node("ConvTranspose", [picture, weight(8, 3, 3, 3)], {
    ...{ group: 2, strides: [2, 3], pads: [1, 1, 0, 1], output_padding: [1, 2] },
  });
  node("ConvTranspose", [picture, weight(8, 3, 4, 4)], { strides: [2, 2], auto_pad: "SAME_UPPER" });
  for (const ceil_mode of [0, 1])
    node("MaxPool", [picture], { kernel_shape: [2, 2], strides: [2, 2], ceil_mode });
  node("MaxPool", [picture], { kernel_shape: [2, 2], strides: [3, 3], pads: [0, 1, 1, 0], ceil_mode: 1 });
  node("AveragePool", [picture], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  const pooled = node("GlobalAveragePool", [picture]);
  const flat = node("Flatten", [pooled]);
  node("Flatten", [picture], { axis: -2 });
  node("Gemm", [flat, weight(5, 8)], { transB: 1 });
  node("MatMul", [sequence, weight(6, 4)]);
  node("MatMul", [weight(3, 1, 2, 6), node("Transpose", [sequence], { perm: [0, 2, 1] })]);
  node("MatMul", [sequence, weight(6)]);
  node("LSTM", [sequence, weight(1, 32, 6), weight(1, 32, 8)], { hidden_size: 8 });
  node("GRU", [sequence, weight(2, 12, 6), weight(2, 12, 4)], { hidden_size: 4, direction: "bidirectional" });
  node("LayerNormalization", [sequence, weight(6)]);
  node("PRelu", [picture, weight(8, 1, 1)]);
  node("Softmax", [sequence]);

  node("Transpose", [sequence]);
  node("Reshape", [picture, ints(0, -1, 4)]);
  const unsqueezed = node("Unsqueeze", [sequence, ints(0, -1)]);
  node("Squeeze", [unsqueezed, ints(-1)]);
  node("Squeeze", [unsqueezed]);
  node("Concat", [picture, picture], { axis: -1 });
  node("Slice", [picture, ints(1, -1), ints(100, -100), ints(2, -1), ints(3, -2)]);
  node("Gather", [picture, node("Reshape", [ints(1, 0, 1, 0), ints(2, 2)])], { axis: 1 });
  node("Gather", [picture, index(0)], { axis: 3 });
  node("Expand", [pooled, ints(2, 1, 3, 1)]);
  node("Tile", [sequence, ints(1, 2, 3)]);
  node("Pad", [sequence, ints(0, 1, 0, 2, 0, -3)]);
  node("Resize", [picture, "", floats(1, 1, 1.5, 2)]);
  node("Resize", [picture, "", "", ints(2, 8, 7, 7)]);
  node("ReduceMean", [picture], { axes: [-1, 1], keepdims: 0 });
  node("ReduceMean", [picture], { axes: [2, 3] });
  node("ReduceSum", [picture, ints(1)]);
  node("ReduceMax", [picture], { keepdims: 0 });
  node("ArgMax", [picture], { axis: -1, keepdims: 0 });
  node("DepthToSpace", [picture], { blocksize: 2 });
  node("SpaceToDepth", [picture], { blocksize: 3 });

  // A shape out of a shape, as exporters write it.
  const shape = node("Shape", [picture]);
  node("Shape", [picture], { start: -2 });
  node("Size", [picture]);
  const height = node("Gather", [shape, ints(2)]);
  const half = node("Div", [height, ints(2)]);
  const halfFloat = node("Div", [node("Cast", [height], { to: 1 }), floats(2)]);
  const down = node("Cast", [node("Floor", [halfFloat])], { to: 7 });
  const up = node("Cast", [node("Ceil", [halfFloat])], { to: 7 });
  const rest = node("Slice", [shape, ints(3), ints(4)]);
  const sizes = node("Concat", [node("Slice", [shape, ints(0), ints(2)]), half, rest], { axis: 0 });
  node("Resize", [picture, "", "", sizes]);
  node("Sub", [node("Mul", [up, ints(3)]), node("Add", [down, half])]);
  const ones = node("ConstantOfShape", [node("Shape", [sizes])]);
  const filled = node("Cast", [ones], { to: 7 });
  const open = node("Where", [node("Equal", [sizes, ints(12)]), node("Sub", [filled, ints(1)]), sizes]);
  node("Reshape", [node("Resize", [picture, "", "", sizes]), open]);
  node("ConstantOfShape", [node("Slice", [shape, ints(1), ints(3)])]);
  node("Range", [index(2), node("ReduceProd", [sizes], { keepdims: 0 }), index(5)]);
  node("Reshape", [picture, node("Max", [node("Min", [shape, ints(100)]), ints(1)])]);
  node("Clip", [picture, scalar(0), scalar(1)]);

  // The builder's nodes have one output.
  const lengths = ints(3, 5);
  const axis = [5, protobufMessage([1, "axis"], [3, 1], [20, 2])] as const;
  const parts = (...more: ProtobufField[]) =>
    [1, protobufMessage([1, picture], [4, "Split"], axis, ...more)] as const;
  return withFields(
    graph.encode(),
    parts([1, lengths], [2, "three"], [2, "five"]),
    parts([2, "half"], [2, "other half"]),
  );
}

/** More fields of the graph in a file: messages of protobuf are merged where they are repeated. */
const withFields = (file: Uint8Array, ...fields: ProtobufField[]) =>
  Uint8Array.of(...file, ...protobufMessage([7, protobufMessage(...fields)]));

it("infers what the engine computes: shapes, and what they are made of", async () => {
  const file = everyOperator();
  const graph = readNodes(file);
  const names = graph.nodes.flatMap(({ outputs }) => outputs);
  const inputs = new Map([
    ["picture", [2, 8, 9, 12]],
    ["sequence", [5, 2, 6]],
  ]);
  const session = await ort.InferenceSession.create(
    withFields(file, ...names.map((name) => [12, protobufMessage([1, name])] as const)),
    // Errors only: it warns where its own inference counts a window that it then leaves out.
    { logSeverityLevel: 3 },
  );
  const tensors = [...inputs].map(([name, dims]) => {
    const elements = dims.reduce((product, dim) => product * dim, 1);
    return [name, new ort.Tensor("float32", new Float32Array(elements), dims)];
  });
  const computed = await session.run(Object.fromEntries(tensors));
  const shapes = inferShapes(graph, inputs);
  for (const name of names) {
    const [known, tensor] = [shapes.get(name), computed[name]!];
    const operator = graph.nodes.find(({ outputs }) => outputs.includes(name))!.operator;
    expect(known?.dims, operator).toEqual([...tensor.dims]);
    if (known?.values)
      expect(known.values, operator).toEqual(Array.from(tensor.data as Float32Array, Number));
  }
});

it("knows nothing of what an unknown operator gives, nor of what follows", () => {
  const graph = new OnnxGraph("unknown");
  const x = graph.input("x", "float32", [3]);
  const where = graph.node("NonZero", [x]);
  const after = graph.node("Transpose", [where]);
  const known = graph.node("Relu", [x]);
  const shapes = inferShapes(readNodes(graph.encode()), new Map([["x", [3]]]));
  expect([where, after, known].map((name) => shapes.get(name)?.dims)).toEqual([undefined, undefined, [3]]);
});
