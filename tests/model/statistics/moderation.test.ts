import { describe, expect, it } from "vitest";
import { mulberry32, type Random } from "../../../src/model/random.ts";
import { logMedianVariance } from "../../../src/model/statistics/bootstrap.ts";
import { digamma, fitVariancePrior, trigamma } from "../../../src/model/statistics/moderation.ts";
import { compareMedians } from "../../../src/model/statistics/ratio.ts";

/** Irwin–Hall, n = 12: variance 1. */
const normal = (random: Random) => Array.from({ length: 12 }, random).reduce((a, b) => a + b, 0) - 6;

const cell = (random: Random, processes: number, medianMs: number, between: number) =>
  Array.from({ length: processes }, () => {
    const level = medianMs * Math.exp(between * normal(random));
    return Array.from({ length: 5 }, () => level * Math.exp(0.02 * normal(random)));
  });

describe("digamma and trigamma", () => {
  it("meet their known values at 1 and 1/2", () => {
    const gamma = 0.5772156649015329;
    expect(digamma(1)).toBeCloseTo(-gamma, 8);
    expect(digamma(0.5)).toBeCloseTo(-gamma - 2 * Math.log(2), 8);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 7);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 7);
  });
});

describe("the variance prior of a run", () => {
  it("finds the spread that all cells share, and is sure of it", () => {
    const random = mulberry32(7);
    const cells = Array.from({ length: 200 }, () => logMedianVariance(cell(random, 3, 10, 0.05)));
    const prior = fitVariancePrior(cells)!;
    expect(Math.sqrt(prior.variance)).toBeGreaterThan(0.035);
    expect(Math.sqrt(prior.variance)).toBeLessThan(0.065);
    expect(prior.df).toBeGreaterThan(8);
  });

  it("is worth little where cells differ wildly", () => {
    const random = mulberry32(8);
    const cells = Array.from({ length: 200 }, (_, i) =>
      logMedianVariance(cell(random, 3, 10, i % 2 === 0 ? 0.003 : 0.3)),
    );
    expect(fitVariancePrior(cells)!.df).toBeLessThan(3);
  });

  it("needs five cells with replicates", () => {
    expect(fitVariancePrior(Array.from({ length: 4 }, () => ({ variance: 0.01, df: 2 })))).toBeNull();
    expect(fitVariancePrior(Array.from({ length: 9 }, () => ({ variance: 0, df: 2 })))).toBeNull();
  });
});

describe("verdicts with a prior", () => {
  const run = (random: Random, ratio: number, processes: number) => {
    const others = Array.from({ length: 30 }, () => logMedianVariance(cell(random, 3, 10, 0.04)));
    return compareMedians(cell(random, processes, 10 * ratio, 0.04), cell(random, 3, 10, 0.04), {
      random,
      resamples: 500,
      prior: fitVariancePrior(others),
    });
  };

  it("call at most two in a hundred equal pairs different", () => {
    const random = mulberry32(9);
    const ratios = Array.from({ length: 200 }, () => run(random, 1, 3));
    const wrong = ratios.filter(({ verdict }) => verdict === "faster" || verdict === "slower");
    expect(wrong.length).toBeLessThanOrEqual(4);
    const covered = ratios.filter(({ low, high }) => low <= 1 && high >= 1);
    expect(covered.length).toBeGreaterThanOrEqual(0.92 * ratios.length);
  });

  it("see a time half as long again with two processes, which alone they mostly could not", () => {
    const random = mulberry32(10);
    const seen = Array.from({ length: 50 }, () => run(random, 1.5, 2)).filter(
      ({ verdict }) => verdict === "slower",
    );
    expect(seen.length).toBeGreaterThanOrEqual(45);
    const alone = Array.from({ length: 50 }, () =>
      compareMedians(cell(random, 2, 15, 0.04), cell(random, 3, 10, 0.04), { random, resamples: 500 }),
    ).filter(({ verdict }) => verdict === "slower");
    expect(alone.length).toBeLessThan(0.7 * seen.length);
  });
});
