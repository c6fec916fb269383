import { OnnxGraph } from "../../models/onnx.ts";

/** An MLP 24 → 64 → 32 → 1 over any number of rows; opset 17. */
export function buildModel(): OnnxGraph {
  const graph = new OnnxGraph("score-telemetry");
  let x = graph.input("features", "float32", ["rows", 24]);
  const layers = [24, 64, 32, 1];
  for (let i = 0; i + 1 < layers.length; i++) {
    const [from, to] = [layers[i]!, layers[i + 1]!];
    const weight = graph.weight(`w${i}`, [from, to], 1 / Math.sqrt(from));
    const bias = graph.weight(`b${i}`, [to], 0.1);
    x = graph.node("Gemm", [x, weight, bias]);
    if (to > 1) x = graph.node("Relu", [x]);
  }
  graph.node("Sigmoid", [x], {}, "score");
  graph.output("score", ["rows", 1]);
  return graph;
}
