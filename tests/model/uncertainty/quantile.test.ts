import fc from "fast-check";
import { cumulativeStdNormalProbability } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { centre, type Range, triangle } from "../../../src/model/scenario/range.ts";
import { normalQuantile, quantileOf } from "../../../src/model/uncertainty/quantile.ts";
import { interval } from "./models.ts";

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const ranges: fc.Arbitrary<Range> = fc.oneof(
  fc
    .tuple(number, number, number)
    .map((three) => three.sort((a, b) => a - b))
    .map(([a, b, c]) => triangle(a!, b!, c!)),
  fc
    .tuple(number, number)
    .map((two) => two.sort((a, b) => a - b))
    .map(([a, b]) => interval(a!, b!)),
);
const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe("quantileOf", () => {
  it("never falls with the probability", () => {
    fc.assert(
      fc.property(ranges, probability, probability, (range, p, q) => {
        const at = quantileOf(range);
        const [low, high] = [at(Math.min(p, q)), at(Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high));
      }),
    );
  });

  it("meets an interval's two percentiles, and its centre at one half", () => {
    for (const range of [interval(2, 7), interval(-3, 5), interval(0, 4)]) {
      if (range.kind !== "interval") continue;
      const at = quantileOf(range);
      expect(at(0.05)).toBeCloseTo(range.p5, 7);
      expect(at(0.95)).toBeCloseTo(range.p95, 7);
      expect(at(0.5)).toBeCloseTo(centre(range), 7);
    }
  });

  it("inverts the triangle's distribution function", () => {
    const [min, mode, max] = [1, 2, 6];
    const at = quantileOf(triangle(min, mode, max));
    const below = (x: number) =>
      x <= mode
        ? (x - min) ** 2 / ((max - min) * (mode - min))
        : 1 - (max - x) ** 2 / ((max - min) * (max - mode));
    for (const p of [0.001, 0.05, 0.2, 0.5, 0.95, 0.999]) expect(below(at(p))).toBeCloseTo(p, 12);
  });

  it("keeps a triangle's draws inside it, at a corner too", () => {
    for (const range of [triangle(0, 0, 3), triangle(0, 3, 3)])
      for (const p of [1e-9, 0.5, 1 - 1e-9]) {
        expect(quantileOf(range)(p)).toBeGreaterThanOrEqual(0);
        expect(quantileOf(range)(p)).toBeLessThanOrEqual(3);
      }
  });
});

describe("normalQuantile", () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.5, 0],
    [0.0001, -3.719016485455709],
    [1e-9, -5.997807015008182],
  ])("is right at %d", (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1.2e-9 * Math.max(1, Math.abs(z)));
  });

  it("inverts the distribution function of simple-statistics, as far as that one's table goes", () => {
    for (let p = 0.02; p < 1; p += 0.07)
      expect(cumulativeStdNormalProbability(normalQuantile(p))).toBeCloseTo(p, 2);
  });
});
