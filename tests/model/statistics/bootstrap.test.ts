import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../src/model/random.ts";
import {
  bootstrapMedians,
  estimateMedian,
  intervalSupported,
  medianOfMedians,
} from "../../../src/model/statistics/bootstrap.ts";
import { simulate } from "../simulate.ts";

describe("medianOfMedians", () => {
  it("weighs processes, not iterations", () => {
    expect(medianOfMedians([[1, 1, 1, 1, 1, 1, 1], [3], [5]])).toBe(3);
  });

  it("names the process without samples", () => {
    expect(() => medianOfMedians([[1], []])).toThrow("process 1 has no samples");
    expect(() => medianOfMedians([])).toThrow("no process");
  });
});

describe("estimateMedian", () => {
  it.each([
    [3, 0.03, 0.05],
    [5, 0.03, 0.05],
    [3, 0.03, 0.005],
    [5, 0.03, 0.005],
    [10, 0.03, 0.05],
  ])(
    "covers the truth in at least nine of ten runs of %i processes (σ %d between, %d within)",
    (n, between, within) => {
      const random = mulberry32(20_240_701);
      const runs = 200;
      let covered = 0;
      for (let run = 0; run < runs; run++) {
        const processes = simulate({ processes: n, iterations: 40, medianMs: 10, between, within }, random);
        const { low, high } = estimateMedian(processes, { random, resamples: 500 });
        if (low <= 10 && high >= 10) covered += 1;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(0.9);
    },
  );

  it("gives the same interval for the same seed, and leaves the samples alone", () => {
    const processes = simulate(
      { processes: 4, iterations: 31, medianMs: 7, between: 0.02, within: 0.1 },
      mulberry32(3),
    );
    const copy = structuredClone(processes);
    const once = estimateMedian(processes, { random: mulberry32(1) });
    expect(estimateMedian(processes, { random: mulberry32(1) })).toEqual(once);
    expect(processes).toEqual(copy);
  });

  it("states the range of the samples where one process allows no interval", () => {
    expect(intervalSupported(1)).toBe(false);
    expect(intervalSupported(2)).toBe(true);
    expect(estimateMedian([[2, 9, 4]], { random: mulberry32(1) })).toEqual({ value: 4, low: 2, high: 9 });
  });

  it("keeps the estimate inside a finite interval, zeros included", () => {
    const samples = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(samples, { minLength: 2, maxLength: 6 }), fc.integer(), (processes, seed) => {
        const { value, low, high } = estimateMedian(processes, { random: mulberry32(seed), resamples: 200 });
        expect(low).toBeLessThanOrEqual(value * (1 + 1e-12));
        expect(high).toBeGreaterThanOrEqual(value * (1 - 1e-12));
        expect(Number.isNaN(low) || Number.isNaN(high)).toBe(false);
      }),
    );
  });

  it("has no width where nothing varies", () => {
    const { value, low, high } = estimateMedian([[5, 5], [5, 5, 5], [5]], { random: mulberry32(1) });
    expect([value, low, high].map((x) => x.toFixed(9))).toEqual([
      "5.000000000",
      "5.000000000",
      "5.000000000",
    ]);
  });
});

describe("bootstrapMedians", () => {
  it("draws 10,000 replicates unless told otherwise, all within the range of the samples", () => {
    const medians = bootstrapMedians(
      [
        [1, 2, 3],
        [2, 3, 4],
      ],
      { random: mulberry32(1) },
    );
    expect(medians).toHaveLength(10_000);
    expect(Math.min(...medians)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...medians)).toBeLessThanOrEqual(4);
  });
});
