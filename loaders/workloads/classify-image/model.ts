import { OnnxGraph } from "../../models/onnx.ts";

// Sandler et al. 2018, table 2: expansion, output channels, repeats, stride of the first.
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const FEATURES = 1280;
const CLASSES = 1000;
// Chosen so that the logits of a picture have a standard deviation of 2.4: a clear first class, but no
// saturated softmax.
const CLASSIFIER_SCALE = 1.5;

/**
 * MobileNetV2 1.0 for 224 × 224 pictures, batch normalisation folded into the biases; 3,487,816 parameters,
 * 0.60 GFLOP (two operations a multiply-add). Opset 12: the newest for onnxruntime-web's WebGL.
 */
export function buildModel(): OnnxGraph {
  const graph = new OnnxGraph("classify-image", 12);
  const zero = graph.constant("zero", Float32Array.of(0), []);
  const six = graph.constant("six", Float32Array.of(6), []);
  const relu6 = (x: string) => graph.node("Clip", [x, zero, six]);

  /** `gain` is the factor on the variance: 2 before a ReLU, which halves it; 1 before none. */
  function conv(
    name: string,
    x: string,
    shape: { from: number; to: number; kernel: number; stride?: number; group?: number; gain: number },
  ): string {
    const { from, to, kernel, stride = 1, group = 1, gain } = shape;
    const fanIn = (from / group) * kernel * kernel;
    const weight = graph.weight(
      `${name}.weight`,
      [to, from / group, kernel, kernel],
      Math.sqrt(gain / fanIn),
    );
    const bias = graph.weight(`${name}.bias`, [to], 0.1);
    const pad = (kernel - 1) / 2;
    return graph.node("Conv", [x, weight, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
      group,
    });
  }

  let x = graph.input("image", "float32", [1, 3, 224, 224]);
  x = relu6(conv("stem", x, { from: 3, to: 32, kernel: 3, stride: 2, gain: 2 }));
  let from = 32;
  let block = 0;
  for (const [expansion, to, repeats, firstStride] of STAGES) {
    for (let i = 0; i < repeats; i++) {
      const name = `block${block++}`;
      const stride = i === 0 ? firstStride : 1;
      const wide = from * expansion;
      let y = x;
      if (expansion > 1) y = relu6(conv(`${name}.expand`, y, { from, to: wide, kernel: 1, gain: 2 }));
      y = relu6(
        conv(`${name}.depthwise`, y, { from: wide, to: wide, kernel: 3, stride, group: wide, gain: 2 }),
      );
      y = conv(`${name}.project`, y, { from: wide, to, kernel: 1, gain: 1 });
      x = stride === 1 && from === to ? graph.node("Add", [x, y]) : y;
      from = to;
    }
  }
  x = relu6(conv("head", x, { from, to: FEATURES, kernel: 1, gain: 2 }));
  x = graph.node("Flatten", [graph.node("GlobalAveragePool", [x])], { axis: 1 });
  const weight = graph.weight(
    "classifier.weight",
    [CLASSES, FEATURES],
    CLASSIFIER_SCALE / Math.sqrt(FEATURES),
  );
  const bias = graph.weight("classifier.bias", [CLASSES], 0.1);
  graph.node("Gemm", [x, weight, bias], { transB: 1 }, "logits");
  graph.output("logits", [1, CLASSES]);
  return graph;
}
