/** How much a model computes, where that can be told from its file and the shapes of its inputs. */
import type { TensorSpec } from "../../src/model/tensor-spec.ts";
import { type OperatorNode, readNodes } from "./onnx-nodes.ts";
import type { Shapes } from "./shapes/asked.ts";
import { inferShapes } from "./shapes/infer.ts";
import { product } from "./shapes/rule.ts";

/**
 * Floating-point operations (of quantised models: integer ones), two for each multiply-add of convolutions, matrix products and
 * recurrent layers. What else there is (activations, normalisation, copies) is a few percent of that, and left out.
 */
export interface FlopCount {
  /** Of the operators that were counted. */
  readonly flops: number;
  readonly countedOperators: number;
  /** Those that multiply and add too, or may, but how often is not known: a shape is not, or how often a body runs. */
  readonly uncountedOperators: number;
}

const UNITS = [
  [1e12, "TFLOP"],
  [1e9, "GFLOP"],
  [1e6, "MFLOP"],
  [1e3, "kFLOP"],
  [1, "FLOP"],
] as const;

/** "0.602 GFLOP for these inputs", or how much of it could be counted; null where the model multiplies nothing. */
export function flopText({ flops, countedOperators, uncountedOperators }: FlopCount): string | null {
  const operators = countedOperators + uncountedOperators;
  if (operators === 0) return null;
  if (countedOperators === 0)
    return `FLOP unknown (of ${operators} operators that multiply, none could be counted)`;
  // The largest unit of which there is a tenth.
  const [size, unit] = UNITS.find(([size]) => flops >= size / 10) ?? UNITS.at(-1)!;
  const amount = `${Number((flops / size).toPrecision(3))} ${unit} for these inputs`;
  return uncountedOperators === 0
    ? amount
    : `at least ${amount} (of ${operators} operators that multiply, ${countedOperators} could be counted)`;
}

/** @throws Error where it is no ONNX file */
export function countFlops(file: Uint8Array, inputs: readonly TensorSpec[]): FlopCount {
  const graph = readNodes(file);
  const shapes = inferShapes(graph, new Map(inputs.map(({ name, dims }) => [name, dims])));
  let [flops, countedOperators, uncountedOperators] = [0, 0, 0];
  for (const node of graph.nodes) {
    uncountedOperators += multiplying(node.within);
    if (!multiplies(node)) continue;
    const multiplyAdds = MULTIPLY_ADDS.get(node.operator)?.(node, shapes);
    if (multiplyAdds === undefined) uncountedOperators++;
    else {
      flops += 2 * multiplyAdds;
      countedOperators++;
    }
  }
  return { flops, countedOperators, uncountedOperators };
}

const multiplying = (nodes: readonly OperatorNode[]): number =>
  nodes.reduce((sum, node) => sum + Number(multiplies(node)) + multiplying(node.within), 0);

/** Of other domains than ONNX's own nothing is known: most are fused from operators that do. */
const multiplies = ({ operator }: OperatorNode): boolean =>
  MULTIPLY_ADDS.has(operator) || OTHERS.has(operator) || operator.includes(".");

/** Multiply and add as well, in ways that are not counted here. */
const OTHERS: ReadonlySet<string> = new Set(["Einsum", "DeformConv", "Attention", "DFT", "STFT"]);

/** Multiply-adds of an operator, where the shapes that they follow from are known. */
type Count = (node: OperatorNode, shapes: Shapes) => number | undefined;

const dimsOf = (shapes: Shapes, name: string | undefined) => shapes.get(name ?? "")?.dims;

/** Each element that it gives is a sum over a window of the group's channels. */
const convolution =
  (weights: number): Count =>
  ({ inputs, outputs }, shapes) => {
    const [kernel, output] = [dimsOf(shapes, inputs[weights]), dimsOf(shapes, outputs[0])];
    return kernel && output && product(output) * product(kernel.slice(1));
  };

/** Each element that it gets is added to a window of the group's channels. */
const transposedConvolution: Count = ({ inputs }, shapes) => {
  const [input, kernel] = [dimsOf(shapes, inputs[0]), dimsOf(shapes, inputs[1])];
  return input && kernel && product(input) * product(kernel.slice(1));
};

/** Each element that it gives is a sum over a row, or over a column of what is transposed. */
const matrixProduct: Count = ({ inputs, outputs, attributes }, shapes) => {
  const [input, output] = [dimsOf(shapes, inputs[0]), dimsOf(shapes, outputs[0])];
  return input && output && product(output) * input.at(attributes.get("transA") ? -2 : -1)!;
};

/** In each step, the input and the state are multiplied by all weights of each direction. */
const recurrent: Count = ({ inputs }, shapes) => {
  const [input, weights, recurrence] = [0, 1, 2].map((i) => dimsOf(shapes, inputs[i]));
  return input && weights && recurrence && input[0]! * input[1]! * (product(weights) + product(recurrence));
};

const MULTIPLY_ADDS: ReadonlyMap<string, Count> = new Map([
  ["Conv", convolution(1)],
  ["ConvInteger", convolution(1)],
  ["QLinearConv", convolution(3)],
  ["ConvTranspose", transposedConvolution],
  ["MatMul", matrixProduct],
  ["MatMulInteger", matrixProduct],
  ["QLinearMatMul", matrixProduct],
  ["Gemm", matrixProduct],
  ["LSTM", recurrent],
  ["GRU", recurrent],
  ["RNN", recurrent],
]);
