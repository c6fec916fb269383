import { describe, expect, it } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { readOnnx } from "../../loaders/models/read-onnx.ts";

function small(): OnnxGraph {
  const graph = new OnnxGraph("small");
  const x = graph.input("x", "float32", [1, 2, 4, 4]);
  const weight = graph.constant("weight", Float32Array.of(0.5, -1.25, 3, 1e-7), [2, 2, 1, 1]);
  const conv = graph.node("Conv", [x, weight], { pads: [1, 0, 1, 0], group: 1, auto_pad: "NOTSET" });
  const shape = graph.ints("shape", [1, -1]);
  graph.node("Reshape", [graph.node("LeakyRelu", [conv], { alpha: { float: 0.25 } }), shape], {}, "y");
  graph.output("y", [1, 48]);
  return graph;
}

describe("an ONNX file, read back", () => {
  const graph = readOnnx(small().encode());

  it("has its inputs, its outputs, and its nodes in their order", () => {
    expect([graph.inputs, graph.outputs]).toEqual([["x"], ["y"]]);
    expect(graph.nodes.map(({ opType, inputs }) => [opType, inputs])).toEqual([
      ["Conv", ["x", "weight"]],
      ["LeakyRelu", [graph.nodes[0]!.output]],
      ["Reshape", [graph.nodes[1]!.output, "shape"]],
    ]);
  });

  it("has attributes, weights of floats to the last bit, and no others", () => {
    expect(graph.nodes[0]!.attributes.get("pads")).toEqual([1, 0, 1, 0]);
    expect(graph.nodes[0]!.attributes.get("group")).toBe(1);
    expect(graph.nodes[1]!.attributes.get("alpha")).toBe(0.25);
    expect([...graph.constants.keys()]).toEqual(["weight"]);
    const { dims, data } = graph.constants.get("weight")!;
    expect(dims).toEqual([2, 2, 1, 1]);
    expect([...data]).toEqual([...Float32Array.of(0.5, -1.25, 3, 1e-7)]);
  });

  it("is refused where it is cut off, or is something else", () => {
    const whole = small().encode();
    expect(() => readOnnx(whole.subarray(0, whole.length - 20))).toThrow(/cut off, or no ONNX model/);
    expect(() => readOnnx(new TextEncoder().encode("GGUF and more"))).toThrow(/no ONNX model/);
    expect(() => readOnnx(new Uint8Array())).toThrow("no graph is in this file of 0 bytes");
  });
});
