import { describe, expect, it } from "vitest";
import { buildTfGraph, type Tf, type TfTensor } from "../../loaders/engines/tfjs-graph.ts";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { readOnnx } from "../../loaders/models/read-onnx.ts";

/** A library that computes nothing and notes what it is asked for; what it computes is right is for measuring to see. */
function noting() {
  const asked: [name: string, of: unknown][] = [];
  const answer = (name: string, shape: readonly number[], of: unknown = {}): TfTensor => {
    asked.push([name, of]);
    return { shape, data: async () => new Float32Array(), dispose: () => asked.push(["dispose", name]) };
  };
  const tf: Tf = {
    tensor: (_, shape) => answer("tensor", shape),
    transpose: (x, order) =>
      answer(
        "transpose",
        order.map((axis) => x.shape[axis]!),
        order,
      ),
    reshape: (_, shape) => answer("reshape", shape, shape),
    slice: (_, __, size) => answer("slice", size),
    add: (a) => answer("add", a.shape),
    clipByValue: (x, ...bounds) => answer("clip", x.shape, bounds),
    mean: (x, axes) => answer("mean", [x.shape[0]!, 1, 1, x.shape[3]!], axes),
    fused: {
      conv2d: (of) => answer("conv", of.x.shape, of),
      depthwiseConv2d: (of) => answer("depthwise", of.x.shape, of),
      matMul: ({ a }) => answer("matMul", a.shape),
    },
    tidy: (work) => work(),
    keep: (x) => x,
  };
  return { tf, asked, picture: answer("input", [1, 4, 4, 2]) };
}

function build(describe: (graph: OnnxGraph, x: string) => void) {
  const graph = new OnnxGraph("test");
  describe(graph, graph.input("x", "float32", [1, 2, 4, 4]));
  graph.output("y", [1]);
  const { tf, asked, picture } = noting();
  const built = buildTfGraph(tf, readOnnx(graph.encode()));
  const weights = asked.splice(0);
  return { run: () => built.run([picture]), built, asked, weights };
}

const clip = (graph: OnnxGraph, x: string, low: number, high: number, output?: string) =>
  graph.node(
    "Clip",
    [
      x,
      graph.constant(`low of ${x}`, Float32Array.of(low), []),
      graph.constant(`high of ${x}`, Float32Array.of(high), []),
    ],
    {},
    output,
  );

describe("a model on TensorFlow.js' kernels", () => {
  it("has a convolution's clipping to 0 … 6 fused into it, and its padding in numbers", () => {
    const { run, asked, weights } = build((graph, x) => {
      const weight = graph.weight("weight", [2, 1, 3, 3], 1);
      const attributes = { pads: [0, 1, 2, 3], strides: [2, 2], group: 2 };
      clip(graph, graph.node("Conv", [x, weight], attributes), 0, 6, "y");
    });
    expect(weights.map(([name, of]) => [name, of])).toContainEqual(["transpose", [2, 3, 0, 1]]);
    run();
    expect(asked.map(([name]) => name)).toEqual(["depthwise"]);
    expect(asked[0]![1]).toMatchObject({
      activation: "relu6",
      strides: [2, 2],
      pad: [
        [0, 0],
        [0, 2],
        [1, 3],
        [0, 0],
      ],
    });
  });

  it("keeps another clipping, and one of a value that something else needs, apart", () => {
    const twoUsers = build((graph, x) => {
      const conv = graph.node("Conv", [x, graph.weight("weight", [2, 2, 1, 1], 1)]);
      graph.node("Add", [conv, clip(graph, conv, 0, 6)], {}, "y");
    });
    twoUsers.run();
    expect(twoUsers.asked.map(([name]) => name)).toEqual(["conv", "clip", "add"]);
    const other = build((graph, x) => {
      clip(graph, graph.node("Conv", [x, graph.weight("weight", [2, 2, 1, 1], 1)]), 0, 1, "y");
    });
    other.run();
    expect(other.asked).toContainEqual(["clip", [0, 1]]);
    expect(other.asked[0]![1]).toMatchObject({ activation: "linear" });
  });

  it("brings channels back to their place before it flattens", () => {
    const { run, asked, built } = build((graph, x) => graph.node("Flatten", [x], { axis: 1 }, "y"));
    expect(run().shape).toEqual([1, 32]);
    expect(asked[0]).toEqual(["transpose", [0, 3, 1, 2]]);
    built.dispose();
    expect(asked.map(([name]) => name)).not.toContain("dispose");
  });

  it("is refused where it has an operator, or a use of one, that is not known", () => {
    expect(() => build((graph, x) => graph.node("Softmax", [x], {}, "y"))).toThrow(
      'TensorFlow.js is not given "Softmax" here, only Conv',
    );
    const grouped = (graph: OnnxGraph, x: string) =>
      graph.node("Conv", [x, graph.weight("weight", [4, 1, 1, 1], 1)], { group: 2 }, "y");
    expect(() => build(grouped)).toThrow("a Conv with 2 groups");
  });
});
