import { describe, expect, it } from "vitest";
import {
  costPer1000,
  PUBLISHED_TABLE,
  recomputePublishedTable,
} from "../../../src/model/cost/hidden-cost-formula.ts";

describe("the article’s cost formula", () => {
  it("matches the first row by hand", () => {
    // Native MobileNetV2, 8.2 ms and 124 MB = 0.12109375 GB.
    // Duration: 8.2 s × 0.12109375 GB × 0.0000166667 = 0.00001654951…; requests: 0.001 × 0.0000002 = 2e-10;
    // cold: 100 × 0.005 s × 0.12109375 GB × 0.0000166667 = 0.00000100912….
    const cost = costPer1000("native", 8.2, 124);
    expect(cost.durationUsd).toBeCloseTo(0.00001654951, 10);
    expect(cost.requestUsd).toBeCloseTo(2e-10, 15);
    expect(cost.coldStartUsd).toBeCloseTo(0.00000100912, 10);
    expect(cost.totalUsd).toBeCloseTo(0.00001755883, 10);
  });

  it("charges 1.4 times the memory when the runtime's name has wasm in it", () => {
    const [wasm, docker] = [costPer1000("wasmer", 10, 100), costPer1000("docker", 10, 100)];
    expect(wasm.durationUsd / docker.durationUsd).toBeCloseTo(1.4, 10);
  });
});

describe("the article’s cost table", () => {
  const rows = recomputePublishedTable();

  it("does not follow from its own formula: each figure is 13 to 68 times what the formula gives", () => {
    expect(rows.map(({ ratio }) => Math.round(ratio * 10) / 10)).toEqual([
      68.3, 24.2, 24.4, 13.2, 37.7, 20.7, 19.6, 27.5,
    ]);
  });

  it("differs by row, so that no single constant reconciles the two", () => {
    const ratios = rows.map(({ ratio }) => ratio);
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeGreaterThan(5);
  });

  it("publishes one cold-start cost per runtime, though its formula grows with the model's memory", () => {
    const native = rows.filter(({ runtime }) => runtime === "native");
    expect(new Set(native.map(({ publishedColdStartUsd }) => publishedColdStartUsd)).size).toBe(1);
    expect(native[1]!.recomputedColdStartUsd / native[0]!.recomputedColdStartUsd).toBeCloseTo(2140 / 124, 6);
  });

  it("would print $0.0 for a MobileNetV2 row at the script's four decimals, where the table has $0.0012", () => {
    expect(Number(rows[0]!.recomputedUsd.toFixed(4))).toBe(0);
  });

  it("makes Wasmtime dearer by less than its headline 2.3 times in print, and by more in its formula", () => {
    const [native, wasmtime] = [rows[4]!, rows[5]!];
    expect(wasmtime.publishedUsd / native.publishedUsd).toBeCloseTo(1.67, 2);
    expect(wasmtime.recomputedUsd / native.recomputedUsd).toBeCloseTo(3.04, 2);
  });

  it("has a row for each of four runtimes and two models", () => {
    expect(new Set(PUBLISHED_TABLE.map(({ runtime, model }) => `${runtime} ${model}`)).size).toBe(8);
  });
});
