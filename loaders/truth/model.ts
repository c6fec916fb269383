import { OnnxGraph } from "../models/onnx.ts";

/**
 * A few convolutions and a classifier: the compute of the truth programs. At 64 × 64, a millisecond or two on one core.
 *
 * @param wide channels of more convolutions at the full size: they lengthen a run without a larger input or many kernels
 */
export function truthModel(imageSize: number, wide: readonly number[] = []): OnnxGraph {
  const graph = new OnnxGraph("truth");
  let x = graph.input("image", "float32", [1, 3, imageSize, imageSize]);
  const channels = [3, 16, ...wide, 32, 32];
  for (let i = 0; i + 1 < channels.length; i++) {
    const [from, to] = [channels[i]!, channels[i + 1]!];
    const stride = i <= wide.length ? 1 : 2;
    const weight = graph.weight(`w${i}`, [to, from, 3, 3], 1 / Math.sqrt(9 * from));
    x = graph.node("Conv", [x, weight, graph.weight(`b${i}`, [to], 0.1)], {
      kernel_shape: [3, 3],
      strides: [stride, stride],
      pads: [1, 1, 1, 1],
    });
    x = graph.node("Relu", [x]);
  }
  x = graph.node("GlobalAveragePool", [x]);
  x = graph.node("Flatten", [x], { axis: 1 });
  const weight = graph.weight("classifier", [32, 10], 0.2);
  graph.node("Gemm", [x, weight, graph.weight("classifier_bias", [10], 0.1)], {}, "scores");
  graph.output("scores", [1, 10]);
  return graph;
}
