import type { Rung } from "../../src/model/ladder/rungs.ts";
import { OnnxGraph } from "../models/onnx.ts";

export interface RungModel {
  readonly graph: OnnxGraph;
  /** Of its one input, `x`. */
  readonly dims: readonly number[];
}

const FRAME = [360, 640] as const;
const PATCH = [56, 56] as const;

/** Models of one kernel each, with seeded weights. */
export const RUNG_MODELS: Readonly<Record<Rung, () => RungModel>> = {
  convolution: () => convolution({ from: 32, to: 64, kernel: 3, of: PATCH }),
  "pointwise-convolution": () => convolution({ from: 64, to: 128, kernel: 1, of: PATCH }),
  "matrix-product": () => matrixProduct(128, 384, 384),
  "few-channels-depthwise": () => convolution({ from: 3, to: 3, kernel: 3, group: 3, of: FRAME }),
  "few-channels-pointwise": () => convolution({ from: 3, to: 3, kernel: 1, of: FRAME }),
  "few-channels-convolution": () => convolution({ from: 3, to: 3, kernel: 3, of: FRAME }),
};

interface Convolution {
  readonly from: number;
  readonly to: number;
  readonly kernel: 1 | 3;
  readonly group?: number;
  /** Height and width. */
  readonly of: readonly [number, number];
}

function convolution({ from, to, kernel, group = 1, of }: Convolution): RungModel {
  const graph = new OnnxGraph("convolution");
  const dims = [1, from, ...of];
  const x = graph.input("x", "float32", dims);
  const weight = graph.weight("weight", [to, from / group, kernel, kernel], 0.1);
  const pad = (kernel - 1) / 2;
  graph.node("Conv", [x, weight], { group, kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad] }, "y");
  graph.output("y", [1, to, ...of]);
  return { graph, dims };
}

function matrixProduct(rows: number, inner: number, columns: number): RungModel {
  const graph = new OnnxGraph("matrix-product");
  const x = graph.input("x", "float32", [rows, inner]);
  const weight = graph.weight("weight", [inner, columns], 0.1);
  graph.node("Gemm", [x, weight, graph.weight("bias", [columns], 0.1)], {}, "y");
  graph.output("y", [rows, columns]);
  return { graph, dims: [rows, inner] };
}
