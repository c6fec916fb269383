import { describe, expect, it } from "vitest";
import { classShares, operatorClass } from "../../../src/model/forecast/operators.ts";
import { operator } from "./reference.ts";

describe("an operator's class", () => {
  it.each([
    ["Conv", "convolution"],
    ["FusedConv", "convolution"],
    ["aten::conv2d", "convolution"],
    ["Gemm", "matrix product"],
    ["FusedMatMul", "matrix product"],
    ["aten::addmm", "matrix product"],
    ["QuickGelu", "activation"],
    ["Softmax", "activation"],
    ["SkipLayerNormalization", "normalisation"],
    ["aten::native_layer_norm", "normalisation"],
    ["Relu", "elementwise"],
    ["aten::add_", "elementwise"],
    ["GlobalAveragePool", "reduction"],
    ["Conv of few channels", "convolution to few channels"],
    ["FusedConv of few channels", "convolution to few channels"],
    ["ReorderOutput of few channels", "convolution to few channels"],
    // A native engine reorders for its convolutions alone.
    ["ReorderInput", "convolution"],
    ["ReorderOutput", "convolution"],
    ["aten::transpose", "movement"],
    ["TreeEnsembleClassifier", "trees"],
    ["MyOwnOperator", "other"],
  ])("%s is %s", (name, expected) => {
    expect(operatorClass(name)).toBe(expected);
  });
});

describe("class shares", () => {
  it("sum to 1 and join names of one class", () => {
    const shares = classShares([operator("Conv", 2), operator("FusedConv", 1), operator("Add", 1)]);
    expect([...shares]).toEqual([
      ["convolution", 0.75],
      ["elementwise", 0.25],
    ]);
  });

  it("are none without time", () => {
    expect(classShares([]).size).toBe(0);
    expect(classShares([operator("Conv", 0)]).size).toBe(0);
  });
});
