import { describe, expect, it } from "vitest";
import { countFlops, flopText } from "../../loaders/models/flops.ts";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { sizeOf, workloads } from "../../loaders/workloads/index.ts";
import { hasSteps } from "../../loaders/workloads/workload.ts";
import type { TensorSpec } from "../../src/model/tensor-spec.ts";
import { type ProtobufField, protobufMessage } from "../fixtures/protobuf.ts";

const float = (name: string, ...dims: number[]): TensorSpec => ({ name, type: "float32", dims });

/** One node between the inputs given and an output. */
function counted(
  operator: string,
  inputs: readonly TensorSpec[],
  weights: readonly (readonly number[])[],
  attributes: Parameters<OnnxGraph["node"]>[2] = {},
) {
  const graph = new OnnxGraph("one operator");
  for (const { name, dims } of inputs) graph.input(name, "float32", dims);
  const names = weights.map((dims, i) => graph.weight(`w${i}`, dims, 1));
  graph.node(operator, [...inputs.map(({ name }) => name), ...names], attributes);
  return countFlops(graph.encode(), inputs);
}

const all = (flops: number) => ({ flops, countedOperators: 1, uncountedOperators: 0 });

describe("an operator's multiply-adds", () => {
  it("are the window of each output's group, in a convolution", () => {
    // 10 × 10 outputs of 8 channels, each of 3 × 3 pixels of 2 channels.
    const padded = { group: 2, pads: [1, 1, 1, 1] };
    expect(counted("Conv", [float("x", 1, 4, 10, 10)], [[8, 2, 3, 3]], padded)).toEqual(
      all(2 * 100 * 8 * 9 * 2),
    );
    expect(
      counted("Conv", [float("x", 5, 4, 10, 10)], [[8, 4, 3, 3]], { strides: [2, 2], dilations: [2, 2] }),
    ).toEqual(all(2 * 5 * 9 * 8 * 9 * 4));
  });

  it("are the window that each input is added to, in a transposed convolution", () => {
    expect(counted("ConvTranspose", [float("x", 1, 4, 5, 5)], [[4, 3, 2, 2]], { strides: [2, 2] })).toEqual(
      all(2 * 25 * 4 * 3 * 4),
    );
  });

  it("are a row by a column for each output, in a matrix product", () => {
    expect(counted("MatMul", [float("a", 7, 1, 3, 4), float("b", 2, 4, 5)], [])).toEqual(
      all(2 * 14 * 15 * 4),
    );
    expect(counted("MatMul", [float("a", 4), float("b", 4)], [])).toEqual(all(2 * 4));
    expect(counted("Gemm", [float("a", 4, 3)], [[5, 4]], { transA: 1, transB: 1 })).toEqual(
      all(2 * 3 * 5 * 4),
    );
  });

  it("are those of the same operator on integers, whose weights may be another input", () => {
    const [scale, zero]: [number[], number[]] = [[], []];
    expect(counted("ConvInteger", [float("x", 1, 4, 10, 10)], [[8, 4, 1, 1]])).toEqual(all(2 * 100 * 8 * 4));
    expect(counted("QLinearConv", [float("x", 1, 4, 10, 10)], [scale, zero, [8, 4, 1, 1]])).toEqual(
      all(2 * 100 * 8 * 4),
    );
    expect(counted("QLinearMatMul", [float("x", 3, 4)], [scale, zero, [4, 5]])).toEqual(all(2 * 3 * 5 * 4));
  });

  it("are all weights in each step of each sequence, in an LSTM", () => {
    const weights = [
      [1, 32, 6],
      [1, 32, 8],
    ];
    expect(counted("LSTM", [float("x", 10, 2, 6)], weights, { hidden_size: 8 })).toEqual(
      all(2 * 10 * 2 * (32 * 6 + 32 * 8)),
    );
  });
});

describe("a whole model", () => {
  it.each([
    // Sandler et al. 2018: 300 million multiply-adds.
    ["classify-image", 601_548_544, 53],
    // Jiao et al. 2020: 1.2 billion for a sequence of 128.
    ["embed-text", 1_247_281_152, 32],
    ["detect-objects", 958_924_800, 22],
    // 24 × 64 + 64 × 32 + 32 multiply-adds for each of 4,096 lines.
    ["score-telemetry", 2 * 4_096 * (24 * 64 + 64 * 32 + 32), 3],
    // 27 + 9 for each of 1280 × 720 pixels.
    ["enhance-frame", 2 * 1_280 * 720 * (27 + 9), 2],
  ])("of %s", (id, flops, countedOperators) => {
    const workload = workloads.find((one) => one.id === id)!;
    if (hasSteps(workload)) throw new Error("the project builds no model of it");
    const inputs = workload.inputs(sizeOf(workload, "medium"));
    expect(countFlops(workload.buildModel().encode(), inputs)).toEqual({
      flops,
      countedOperators,
      uncountedOperators: 0,
    });
  });
});

/** Of an operator, from `inputs` to `output`, all of them names. */
const node = (operator: string, inputs: readonly string[], output: string, ...more: ProtobufField[]) =>
  protobufMessage(...inputs.map((name) => [1, name] as const), [2, output], [4, operator], ...more);
const graph = (...nodes: Uint8Array[]) => protobufMessage(...nodes.map((one) => [1, one] as const));
const model = (...nodes: Uint8Array[]) => protobufMessage([7, graph(...nodes)]);

describe("what cannot be counted", () => {
  it("is what follows on a shape that only a run could tell", () => {
    const file = model(
      node("MatMul", ["x", "x"], "square"),
      node("NonZero", ["square"], "where"),
      node("MatMul", ["where", "x"], "y"),
    );
    const count = countFlops(file, [float("x", 3, 3)]);
    expect(count).toEqual({ flops: 54, countedOperators: 1, uncountedOperators: 1 });
    expect(flopText(count)).toBe(
      "at least 54 FLOP for these inputs (of 2 operators that multiply, 1 could be counted)",
    );
  });

  it("is an operator of another domain, and one that is counted nowhere", () => {
    const file = model(
      node("FusedMatMul", ["x", "x"], "y", [7, "com.microsoft"]),
      node("Einsum", ["x", "y"], "z"),
    );
    const count = countFlops(file, [float("x", 3, 3)]);
    expect(count).toEqual({ flops: 0, countedOperators: 0, uncountedOperators: 2 });
    expect(flopText(count)).toBe("FLOP unknown (of 2 operators that multiply, none could be counted)");
  });

  it("is what a branch or a loop's body may do, however deep", () => {
    const body = graph(node("MatMul", ["x", "x"], "y"), node("Relu", ["y"], "z"));
    const outer = graph(node("If", ["b"], "z", [5, protobufMessage([1, "then_branch"], [6, body])]));
    const file = model(node("Loop", ["n", "b"], "z", [5, protobufMessage([1, "body"], [6, outer])]));
    expect(countFlops(file, [float("x", 3, 3)])).toEqual({
      flops: 0,
      countedOperators: 0,
      uncountedOperators: 1,
    });
  });
});

describe("its text", () => {
  it.each([
    [601_548_544, "0.602 GFLOP"],
    [99_000_000, "99 MFLOP"],
    [1_247_281_152, "1.25 GFLOP"],
    [3, "3 FLOP"],
  ])("of %i", (flops, text) => {
    expect(flopText({ flops, countedOperators: 1, uncountedOperators: 0 })).toBe(`${text} for these inputs`);
  });

  it("is none where nothing multiplies", () => {
    expect(flopText({ flops: 0, countedOperators: 0, uncountedOperators: 0 })).toBe(null);
  });
});
