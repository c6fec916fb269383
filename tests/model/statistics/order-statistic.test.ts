import { mean, median, numericSort, standardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { below, mulberry32 } from "../../../src/model/random.ts";
import { drawMedianOfResample } from "../../../src/model/statistics/order-statistic.ts";

describe("drawMedianOfResample", () => {
  it.each([1, 2, 5, 8, 51])("has the law of a median over %i resampled values", (n) => {
    const random = mulberry32(n);
    const sorted = numericSort(Array.from({ length: n }, () => random() ** 2));
    const naive = Array.from({ length: 6000 }, () =>
      median(Array.from({ length: n }, () => sorted[below(random, n)]!)),
    );
    const drawn = Array.from({ length: 6000 }, () => drawMedianOfResample(sorted, random));
    const spread = standardDeviation(naive);
    expect(Math.abs(mean(drawn) - mean(naive))).toBeLessThanOrEqual(0.08 * spread + 1e-12);
    expect(Math.abs(standardDeviation(drawn) - spread)).toBeLessThanOrEqual(0.06 * spread + 1e-12);
  });
});
