import { OnnxGraph } from "./onnx.ts";

/** A model of one operator: whether an engine starts, and on what, is told by nothing less than a session. */
export function leastModel(): Uint8Array {
  const graph = new OnnxGraph("least");
  graph.node("Relu", [graph.input("x", "float32", [1])], {}, "y");
  graph.output("y", [1]);
  return graph.encode();
}
