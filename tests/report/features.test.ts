import { describe, expect, it } from "vitest";
import { featureFindings, featureGaps, featuresFinding, variantTimes } from "../../src/report/features.ts";
import { featuresRow } from "../fixtures/features.ts";

describe("what Wasm's features are worth", () => {
  it("is said of each step that was measured, and of no other", () => {
    expect(featureFindings(featuresRow(), "matmul")).toEqual([
      "compiling JavaScript instead of interpreting it: 60 times as fast",
      "Wasm without SIMD in place of JavaScript: 2.5 times as fast",
      "SIMD: 8 times as fast",
      "the optimising compiler in place of the baseline one: 4.8 times as fast",
      "native code with all of the CPU’s vectors in place of Wasm SIMD: 2.5 times as fast",
    ]);
  });

  it("tells no difference where the middle halves of the rounds overlap", () => {
    expect(featuresFinding([featuresRow()])).toBe(
      "In Node, SIMD brings to a matrix product in Wasm: 8 times as fast; to a hash whose every step needs the last: no difference that can be told.",
    );
  });

  it("is relative to Wasm SIMD, and to nothing where that is missing", () => {
    const row = featuresRow();
    expect(variantTimes(row, "matmul").find(({ variant }) => variant === "wasm-scalar")!.speed).toBeCloseTo(
      1 / 8,
    );
    const without = { ...row, kernels: row.kernels.filter(({ variant }) => variant !== "wasm-simd") };
    for (const { speed } of variantTimes(without, "matmul")) expect(speed).toBeNull();
    expect(featuresFinding([without])).toContain("did not measure");
  });

  it("names what is missing, with what would change that", () => {
    expect(featureGaps(featuresRow())).toEqual([
      "Wasm SIMD, 64-bit memory in Node: the engine refuses it. To change that: a newer Node",
    ]);
  });
});
