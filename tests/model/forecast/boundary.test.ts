import { describe, expect, it } from "vitest";
import type { CrossingFit } from "../../../src/model/boundary/fit.ts";
import { boundaryCost, fitBoundary } from "../../../src/model/forecast/boundary.ts";
import type { ReferenceWorkload } from "../../../src/model/forecast/reference.ts";
import { cellOf } from "./reference.ts";

/** IO that follows a cost per call and per byte exactly. */
function workloads(
  perCallMs: number,
  perByteMs: number,
  sizes: readonly number[],
  callsOf: (i: number) => number = () => 1,
): ReferenceWorkload[] {
  return sizes.map((bytes, i) => {
    const calls = callsOf(i);
    const carriedMs = 0.1 + bytes * 1e-7;
    const cell = (io: number) => cellOf({ interpreter: 1, compute: 1, io });
    return {
      id: String(i),
      boundary: { calls, bytes: bytes / calls },
      isVectorised: false,
      cells: new Map([
        ["python", cell(carriedMs)],
        ["wasm", cell(carriedMs + calls * perCallMs + perByteMs * bytes)],
      ]),
    };
  });
}

const SIZES = [1e3, 1e5, 1e6, 2e7];

describe("the boundary's fit", () => {
  it("finds the cost per call and per byte that made the data", () => {
    const fit = fitBoundary(workloads(0.05, 2e-7, SIZES), "python", "wasm", null)!;
    expect(fit.perCallMs).toBeCloseTo(0.05, 6);
    expect(fit.copies).toBeCloseTo(2e-7, 12);
    expect(boundaryCost(fit, 3, 1e6, 0.2).median).toBeCloseTo(3 * (0.05 + 0.2), 6);
  });

  it("finds them too where requests call their models many times", () => {
    const many = workloads(0.01, 2e-7, SIZES, (i) => [1, 94, 4, 1][i]!);
    const fit = fitBoundary(many, "python", "wasm", null)!;
    expect(fit.perCallMs).toBeCloseTo(0.01, 6);
    expect(fit.copies).toBeCloseTo(2e-7, 12);
    expect(boundaryCost(fit, 94, 1e3, 0.1).median).toBeCloseTo(94 * (0.01 + 2e-4), 6);
  });

  it("has no negative cost", () => {
    const fit = fitBoundary(workloads(-0.05, 0, SIZES), "python", "wasm", null)!;
    expect(fit.perCallMs).toBeGreaterThanOrEqual(0);
    expect(fit.copies).toBeGreaterThanOrEqual(0);
    const { low, median } = boundaryCost(fit, 1, 1e3, 0.1);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(median);
  });

  /** A copy that costs more beyond a cache of a megabyte. */
  const copy: CrossingFit = {
    perCallMs: 0,
    perByteMs: 1e-7,
    beyond: { fromBytes: 1e6, perByteMs: 4e-7 },
    residuals: [],
    error: 0,
  };
  const spread = { variance: 0.04, df: 3 };

  it("takes the machine's own copy for what bytes cost, at sizes that no workload has", () => {
    const small = workloads(0.05, 1e-7, [1e3, 1e5, 5e5, 9e5]);
    const cost = (with_: CrossingFit | null) =>
      boundaryCost(fitBoundary(small, "python", "wasm", spread, with_)!, 1, 1e7, 0.1).median;
    // 1 MB within the cache and 9 MB beyond it, where the workloads alone would have 10 MB within.
    expect(cost(copy)).toBeCloseTo(0.05 + 0.1 + 3.6, 1);
    expect(cost(null)).toBeCloseTo(0.05 + 1, 1);
  });

  it("finds how many copies there are where the workloads show it, and takes one where they do not", () => {
    const copiesOf = (perByteMs: number, sizes: readonly number[]) =>
      fitBoundary(workloads(0.05, perByteMs, sizes), "python", "wasm", spread, copy)!.copies;
    expect(copiesOf(3e-7, [1e3, 1e5, 5e5, 9e5])).toBeGreaterThan(2);
    // A few bytes say nothing.
    expect(copiesOf(3e-7, [10, 20, 30, 40])).toBeCloseTo(1, 2);
  });

  it("is not made from two workloads", () => {
    expect(fitBoundary(workloads(0.05, 2e-7, [1e3, 1e6]), "python", "wasm", null)).toBeNull();
  });

  it("is less sure of payloads far beyond the measured", () => {
    const fit = fitBoundary(workloads(0.05, 2e-7, [1e3, 2e3, 4e3, 8e3]), "python", "wasm", {
      variance: 0.04,
      df: 3,
    })!;
    const width = (bytes: number) => {
      const { low, median, high } = boundaryCost(fit, 1, bytes, 0.1);
      return (high - low) / (median + 0.1);
    };
    expect(width(1e8)).toBeGreaterThan(width(4e3));
  });
});
