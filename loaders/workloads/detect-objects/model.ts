import { OnnxGraph } from "../../models/onnx.ts";

const CHANNELS = [16, 32, 64, 128, 256] as const;
const FIRST_HEAD = 2;
const HEAD_CHANNELS = 64;
const BOX_VALUES = 4;
const CLASSES = 80;
const CANDIDATES = 2100;
// Factors on the variance of the weights. SiLU keeps a half (large values) to a quarter (small ones) of the
// mean square, so GAIN holds it from layer to layer; residual branches add less, or deep stages would grow.
const GAIN = 2.5;
const RESIDUAL_GAIN = 0.5;
// Seeded weights have learnt nothing: these make a picture yield several hundred candidates over the
// threshold, in boxes about ten cells wide.
const BOX_BIAS = 5;
const BOX_SCALE = 0.6;
const CLASS_BIAS = -4.2;
const CLASS_SCALE = 1.6;

/**
 * A detector after YOLOv8-nano: five strided convolutions, a residual bottleneck after each but the first,
 * and an anchor-free head at strides 8, 16 and 32; SiLU throughout; 1,451,308 parameters, 0.96 GFLOP (two
 * operations a multiply-add). Opset 12, as in classify-image.
 */
export function buildModel(): OnnxGraph {
  const graph = new OnnxGraph("detect-objects", 12);

  function conv(
    name: string,
    x: string,
    shape: { from: number; to: number; kernel: number; stride?: number; gain?: number },
  ): string {
    const { from, to, kernel, stride = 1, gain = GAIN } = shape;
    const scale = Math.sqrt(gain / (from * kernel * kernel));
    const weight = graph.weight(`${name}.weight`, [to, from, kernel, kernel], scale);
    const bias = graph.weight(`${name}.bias`, [to], 0.1);
    const pad = (kernel - 1) / 2;
    const y = graph.node("Conv", [x, weight, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
    return graph.node("Mul", [y, graph.node("Sigmoid", [y])]);
  }

  /** A last 1 × 1 convolution with one bias for all channels, flattened to [1, to, cells]. */
  function project(name: string, x: string, to: number, scale: number, bias: number): string {
    const weight = graph.weight(
      `${name}.weight`,
      [to, HEAD_CHANNELS, 1, 1],
      scale * Math.sqrt(GAIN / HEAD_CHANNELS),
    );
    const biases = graph.constant(`${name}.bias`, new Float32Array(to).fill(bias), [to]);
    const y = graph.node("Conv", [x, weight, biases], { kernel_shape: [1, 1] });
    return graph.node("Reshape", [y, graph.ints(`${name}.shape`, [1, to, -1])]);
  }

  let x = graph.input("image", "float32", [1, 3, 320, 320]);
  let from = 3;
  const boxes: string[] = [];
  const classes: string[] = [];
  for (const [stage, to] of CHANNELS.entries()) {
    x = conv(`stage${stage}.down`, x, { from, to, kernel: 3, stride: 2 });
    from = to;
    if (stage === 0) continue;
    const narrow = conv(`stage${stage}.narrow`, x, { from: to, to: to / 2, kernel: 3 });
    const wide = conv(`stage${stage}.widen`, narrow, { from: to / 2, to, kernel: 3, gain: RESIDUAL_GAIN });
    x = graph.node("Add", [x, wide]);
    if (stage < FIRST_HEAD) continue;
    const head = conv(`head${stage}`, x, { from: to, to: HEAD_CHANNELS, kernel: 3 });
    boxes.push(graph.node("Relu", [project(`head${stage}.box`, head, BOX_VALUES, BOX_SCALE, BOX_BIAS)]));
    classes.push(project(`head${stage}.class`, head, CLASSES, CLASS_SCALE, CLASS_BIAS));
  }
  const allBoxes = graph.node("Concat", boxes, { axis: 2 });
  const allClasses = graph.node("Concat", classes, { axis: 2 });
  graph.node("Concat", [allBoxes, allClasses], { axis: 1 }, "predictions");
  graph.output("predictions", [1, BOX_VALUES + CLASSES, CANDIDATES]);
  return graph;
}
