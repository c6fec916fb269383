/**
 * Shapes of what a model's operators give, from those of its inputs, as far as they are certain: an operator that is not known here,
 * or that makes a shape of what only a run could tell, leaves its outputs unknown, and what is computed from them.
 *
 * Exporters compute many shapes in the model itself, out of others: so the values of short tensors are followed too.
 *
 * Operators: https://onnx.ai/onnx/operators/
 */
import type { OnnxNodes } from "../onnx-nodes.ts";
import { Asked, type Shapes, Unknown } from "./asked.ts";
import {
  convolution,
  gemm,
  globalPool,
  matrixProduct,
  pool,
  recurrent,
  transposedConvolution,
} from "./layers.ts";
import {
  argument,
  concat,
  depthToSpace,
  expand,
  flatten,
  gather,
  pad,
  reduce,
  reshape,
  resize,
  slice,
  spaceToDepth,
  split,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from "./rearranged.ts";
import { type Rule, shape } from "./rule.ts";
import {
  cast,
  constant,
  constantOfShape,
  elementwise,
  range,
  rounded,
  shapeOf,
  sizeOf,
  where,
} from "./values.ts";

/** @param inputs the shape of each of the model's inputs */
export function inferShapes(
  { nodes, weights }: OnnxNodes,
  inputs: ReadonlyMap<string, readonly number[]>,
): Shapes {
  const known = new Map(weights);
  for (const [name, dims] of inputs) known.set(name, { dims, integer: false });
  for (const node of nodes) {
    for (const [i, output] of outputsOf(new Asked(node, known)).entries()) {
      const name = node.outputs[i];
      if (name) known.set(name, output);
    }
  }
  return known;
}

function outputsOf(node: Asked): ReturnType<Rule> {
  try {
    return RULES.get(node.operator)?.(node) ?? [];
  } catch (error) {
    if (error instanceof Unknown) return [];
    throw error;
  }
}

const same: Rule = (node) => shape(node.dims(0));

const all = (operators: string, rule: Rule): (readonly [string, Rule])[] =>
  operators.split(" ").map((operator) => [operator, rule] as const);

const RULES: ReadonlyMap<string, Rule> = new Map([
  ...all(
    "Relu LeakyRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign",
    same,
  ),
  ...all(
    "Gelu Mish Erf Softmax LogSoftmax Hardmax Clip Abs Neg Sqrt Exp Log Sin Cos Sign Reciprocal Not",
    same,
  ),
  ...all(
    "BatchNormalization LayerNormalization InstanceNormalization GroupNormalization LRN CumSum Trilu",
    same,
  ),
  ...all("LpNormalization MeanVarianceNormalization QuantizeLinear DequantizeLinear Dropout", same),
  // Its other outputs are a scale and a zero point.
  ...all("DynamicQuantizeLinear", (node) => [...same(node), ...shape([]), ...shape([])]),
  ...all(
    "Add Sub Mul Div Min Max Equal Pow Mod And Or Xor Less LessOrEqual Greater GreaterOrEqual",
    elementwise,
  ),
  ...all("PRelu Mean Sum", elementwise),
  ["Where", where],
  ...all("Identity", (node) => [node.known(0)]),
  ["Cast", cast],
  ["Floor", rounded(Math.floor)],
  ["Ceil", rounded(Math.ceil)],
  ...all("Conv ConvInteger", convolution(1)),
  ["QLinearConv", convolution(3)],
  ["ConvTranspose", transposedConvolution],
  ...all("MaxPool AveragePool LpPool", pool),
  ...all("GlobalMaxPool GlobalAveragePool GlobalLpPool", globalPool),
  ...all("MatMul MatMulInteger", matrixProduct(1)),
  ["QLinearMatMul", matrixProduct(3)],
  ["Gemm", gemm],
  ...all("LSTM GRU RNN", recurrent),
  ["Flatten", flatten],
  ["Reshape", reshape],
  ["Transpose", transpose],
  ["Squeeze", squeeze],
  ["Unsqueeze", unsqueeze],
  ["Concat", concat],
  ["Split", split],
  ["Slice", slice],
  ["Gather", gather],
  ["Expand", expand],
  ["Tile", tile],
  ["Pad", pad],
  ...all("Resize Upsample", resize),
  ...all("ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSumSquare", reduce),
  ...all("ReduceLogSum ReduceLogSumExp", reduce),
  ...all("ArgMax ArgMin", argument),
  ["Shape", shapeOf],
  ["Size", sizeOf],
  ["Constant", constant],
  ["ConstantOfShape", constantOfShape],
  ["Range", range],
  ["DepthToSpace", depthToSpace],
  ["SpaceToDepth", spaceToDepth],
]);
