import fc from "fast-check";
import { mean, standardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { triangle } from "../../../src/model/scenario/range.ts";
import { quantileOf } from "../../../src/model/uncertainty/quantile.ts";
import { quantilesOf } from "../../../src/model/uncertainty/quantiles-of.ts";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import { interval, modelOf, normal } from "./models.ts";

const ranges = { x: triangle(1, 2, 6), y: interval(1, 4), z: normal(0, 1), k: 7 };
const sum = ({ x, y, z, k }: Record<keyof typeof ranges, number>) => x + y + z + k;

describe("simulate", () => {
  it("puts exactly one draw into each equal slice of an input's distribution", () => {
    const { inputs } = simulate(modelOf(ranges, { sum }), 500);
    (["x", "y", "z"] as const).forEach((id, i) => {
      const at = quantileOf(ranges[id]);
      const sorted = [...inputs[i]!].sort((a, b) => a - b);
      sorted.forEach((value, d) => {
        if (d > 0) expect(value).toBeGreaterThanOrEqual(at(d / 500) - 1e-9);
        if (d < 499) expect(value).toBeLessThanOrEqual(at((d + 1) / 500) + 1e-9);
      });
    });
    expect(new Set(inputs[3])).toEqual(new Set([7]));
  });

  it("meets means, deviations and percentiles far more closely than plain draws would", () => {
    const { inputs } = simulate(modelOf(ranges, { sum }), 10_000);
    expect(mean([...inputs[0]!])).toBeCloseTo((1 + 2 + 6) / 3, 3);
    const sigma = Math.log(4) / (2 * 1.6448536269514722);
    expect(mean([...inputs[1]!])).toBeCloseTo(2 * Math.exp(sigma ** 2 / 2), 3);
    expect(mean([...inputs[2]!])).toBeCloseTo(0, 3);
    expect(standardDeviation([...inputs[2]!])).toBeCloseTo(1, 2);
    const [p5, p95] = quantilesOf(inputs[1]!, [0.05, 0.95]);
    expect(p5).toBeCloseTo(1, 3);
    expect(p95).toBeCloseTo(4, 2);
  });

  it("draws inputs that do not go together", () => {
    const { inputs, draws } = simulate(modelOf(ranges, { sum }));
    const [x, z] = [inputs[0]!, inputs[2]!];
    let product = 0;
    for (let d = 0; d < draws; d++) product += (x[d]! - 3) * z[d]!;
    // Standard error of a correlation of independent draws: 1/√n.
    expect(Math.abs(product / draws / standardDeviation([...x]))).toBeLessThan(4 / Math.sqrt(draws));
  });

  it("gives the same draws for the same seed, others for another, at every number of draws", () => {
    const model = modelOf(ranges, { sum });
    const once = simulate(model, 200, 5).outcomes[0]![0]!;
    for (let i = 0; i < 400; i++) simulate(model, 50 + i, i);
    expect(simulate(model, 200, 5).outcomes[0]![0]).toEqual(once);
    expect(simulate(model, 200, 6).outcomes[0]![0]).not.toEqual(once);
  });

  it("changes no draw and no outcome when options and inputs are added", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.integer(), (draws, seed) => {
        const before = simulate(modelOf(ranges, { sum }), draws, seed);
        const wider = { other: interval(1, 9), ...ranges, last: 3 };
        const model = modelOf<keyof typeof wider>(wider, { more: ({ other }) => other, sum });
        const after = simulate(model, draws, seed);
        expect(after.inputs.slice(1, 5)).toEqual(before.inputs);
        expect(after.outcomes[1]).toEqual(before.outcomes[0]);
      }),
      { numRuns: 30 },
    );
  });

  it("moves an input's draws with its range, and in the same order", () => {
    const low = simulate(modelOf({ x: interval(1, 4) }, { x: ({ x }) => x }), 300).inputs[0]!;
    const high = simulate(modelOf({ x: interval(10, 40) }, { x: ({ x }) => x }), 300).inputs[0]!;
    low.forEach((value, d) => {
      expect(high[d]! / value).toBeCloseTo(10, 9);
    });
  });

  it.each([0, -1, 2.5, Number.NaN])("refuses %d draws", (draws) => {
    expect(() => simulate(modelOf(ranges, { sum }), draws)).toThrow(`${draws} draws`);
  });
});
