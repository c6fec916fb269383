import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";

/** y = relu(x · w + b) with constants small enough to follow by hand. */
function linear(name = "linear"): OnnxGraph {
  const graph = new OnnxGraph(name);
  const x = graph.input("x", "float32", ["rows", 2]);
  const w = graph.constant("w", Float32Array.of(1, 2, 3, 4), [2, 2]);
  const b = graph.constant("b", Float32Array.of(-5, 0.5), [2]);
  graph.node("Relu", [graph.node("Add", [graph.node("MatMul", [x, w]), b])], {}, "y");
  graph.output("y", ["rows", 2]);
  return graph;
}

describe("an ONNX graph", () => {
  it("is encoded the same every time", () => {
    expect(linear().encode()).toEqual(linear().encode());
    expect(linear().encode()).not.toEqual(linear("other").encode());
  });

  it("is what an engine computes", async () => {
    const session = await ort.InferenceSession.create(linear().encode());
    expect([session.inputNames, session.outputNames]).toEqual([["x"], ["y"]]);
    const x = new ort.Tensor("float32", Float32Array.of(1, 1, -1, 0), [2, 2]);
    const { y } = await session.run({ x });
    expect([...(y!.data as Float32Array)]).toEqual([0, 6.5, 0, 0]);
    await session.release();
  });

  it("carries attributes and integer constants", async () => {
    const graph = new OnnxGraph("shapes");
    const x = graph.input("x", "float32", [1, 4]);
    const reshaped = graph.node("Reshape", [x, graph.ints("shape", [2, 2])]);
    const clipped = graph.node("LeakyRelu", [reshaped], { alpha: { float: 0.25 } });
    graph.node("Transpose", [clipped], { perm: [1, 0] }, "y");
    graph.output("y", [2, 2]);
    const session = await ort.InferenceSession.create(graph.encode());
    const x4 = new ort.Tensor("float32", Float32Array.of(1, -4, 3, -8), [1, 4]);
    const { y } = await session.run({ x: x4 });
    expect([...(y!.data as Float32Array)]).toEqual([1, 3, -1, -2]);
    await session.release();
  });
});
