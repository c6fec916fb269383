import { describe, expect, it } from "vitest";
import { boundaryCost, fitBoundary } from "../../../src/model/forecast/boundary.ts";
import type { ReferenceWorkload } from "../../../src/model/forecast/reference.ts";
import { cellOf } from "./reference.ts";

/** IO that follows a cost per call and per byte exactly. */
function workloads(perCallMs: number, perByteMs: number, sizes: readonly number[]): ReferenceWorkload[] {
  return sizes.map((bytes, i) => {
    const carriedMs = 0.1 + bytes * 1e-7;
    const cell = (io: number) => cellOf({ interpreter: 1, compute: 1, io });
    return {
      id: String(i),
      payloadBytes: bytes,
      isVectorised: false,
      cells: new Map([
        ["python", cell(carriedMs)],
        ["wasm", cell(carriedMs + perCallMs + perByteMs * bytes)],
      ]),
    };
  });
}

const SIZES = [1e3, 1e5, 1e6, 2e7];

describe("the boundary's fit", () => {
  it("finds the cost per call and per byte that made the data", () => {
    const fit = fitBoundary(workloads(0.05, 2e-7, SIZES), "python", "wasm", null)!;
    expect(fit.perCallMs).toBeCloseTo(0.05, 6);
    expect(fit.perByteMs).toBeCloseTo(2e-7, 12);
    expect(boundaryCost(fit, 3, 1e6, 0.2).median).toBeCloseTo(3 * (0.05 + 0.2), 6);
  });

  it("has no negative cost", () => {
    const fit = fitBoundary(workloads(-0.05, 0, SIZES), "python", "wasm", null)!;
    expect(fit.perCallMs).toBeGreaterThanOrEqual(0);
    expect(fit.perByteMs).toBeGreaterThanOrEqual(0);
    const { low, median } = boundaryCost(fit, 1, 1e3, 0.1);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(median);
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
