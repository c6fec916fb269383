import { OnnxGraph } from "../../models/onnx.ts";
import { seededWeights } from "../../models/seeded-weights.ts";

const SHARPENING = 0.6;
const SATURATION = 1.1;
const BLUR = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((weight) => weight / 16);
const LUMINANCE = [0.2126, 0.7152, 0.0722];
const CENTRE = 4;

/** The intended values, each perturbed a little by a seed, as training would have done. */
function perturbed(
  graph: OnnxGraph,
  name: string,
  values: readonly number[],
  dims: readonly number[],
): string {
  const noise = seededWeights(`enhance-frame/${name}`, values.length, 0.005);
  return graph.constant(
    name,
    noise.map((value, i) => value + values[i]!),
    dims,
  );
}

/** Exposure, depthwise 3×3 unsharp mask with its residual, 1×1 colour matrix, clip; opset 17. */
export function buildModel(): OnnxGraph {
  const graph = new OnnxGraph("enhance-frame");
  const frame = graph.input("frame", "float32", [1, 3, "height", "width"]);
  const gain = graph.input("gain", "float32", [1]);
  const highPass = BLUR.map((weight, i) => SHARPENING * ((i === CENTRE ? 1 : 0) - weight));
  const detail = perturbed(graph, "detail.weight", [...highPass, ...highPass, ...highPass], [3, 1, 3, 3]);
  const matrix = [0, 1, 2].flatMap((row) =>
    LUMINANCE.map((weight, column) => (1 - SATURATION) * weight + (row === column ? SATURATION : 0)),
  );
  const colour = perturbed(graph, "colour.weight", matrix, [3, 3, 1, 1]);
  const offset = perturbed(graph, "colour.bias", [0, 0, 0], [3]);

  const exposed = graph.node("Mul", [frame, gain]);
  const details = graph.node("Conv", [exposed, detail], {
    group: 3,
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
  });
  const sharp = graph.node("Add", [exposed, details]);
  const balanced = graph.node("Conv", [sharp, colour, offset], { kernel_shape: [1, 1] });
  const black = graph.constant("black", Float32Array.of(0), []);
  const white = graph.constant("white", Float32Array.of(1), []);
  graph.node("Clip", [balanced, black, white], {}, "enhanced");
  graph.output("enhanced", [1, 3, "height", "width"]);
  return graph;
}
