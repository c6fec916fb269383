import { mean, standardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { seededWeights } from "../../loaders/models/seeded-weights.ts";

describe("seeded weights", () => {
  it("are the same for the same name, bit for bit, and others for another", () => {
    expect(seededWeights("a/w", 100, 0.1)).toEqual(seededWeights("a/w", 100, 0.1));
    expect(seededWeights("a/w", 100, 0.1)).not.toEqual(seededWeights("a/v", 100, 0.1));
  });

  it("begin alike at every length, so that a larger tensor changes no other", () => {
    expect(seededWeights("w", 200, 1).subarray(0, 50)).toEqual(seededWeights("w", 50, 1));
  });

  it.each([0.02, 1, 7])("have mean 0 and the standard deviation that was asked for: %f", (scale) => {
    const weights = [...seededWeights(`of ${scale}`, 20_000, scale)];
    expect(Math.abs(mean(weights))).toBeLessThan(0.03 * scale);
    expect(standardDeviation(weights) / scale).toBeCloseTo(1, 1.5);
    // Irwin–Hall has no tails: four uniforms end at 2 √3 standard deviations.
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(2 * Math.sqrt(3) * scale);
  });
});
