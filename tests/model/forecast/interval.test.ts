import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLog, stretched, sumIndependent, widened } from "../../../src/model/forecast/interval.ts";

const interval = fc
  .tuple(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
  .map(([median, half]) => fromLog(Math.log(median), half));

describe("a sum of independent parts", () => {
  it("adds equal symmetric half-widths in squares", () => {
    const part = { median: 10, low: 7, high: 13 };
    expect(sumIndependent([part, part, part, part])).toEqual({ median: 40, low: 34, high: 46 });
  });

  it("is narrower than the limits added, and never below 0", () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 8 }), (parts) => {
        const sum = sumIndependent(parts);
        const low = parts.reduce((total, part) => total + part.low, 0);
        const high = parts.reduce((total, part) => total + part.high, 0);
        expect(sum.low).toBeGreaterThanOrEqual(low * (1 - 1e-9));
        expect(sum.high).toBeLessThanOrEqual(high * (1 + 1e-9));
        expect(sum.low).toBeLessThanOrEqual(sum.median);
      }),
    );
  });
});

describe("widening", () => {
  it("adds an independent half-width in squares on the log scale", () => {
    const { low, high } = widened(fromLog(0, 3), 4);
    expect(Math.log(high)).toBeCloseTo(5, 9);
    expect(Math.log(low)).toBeCloseTo(-5, 9);
  });

  it("stretches both distances by a factor", () => {
    const { low, median, high } = stretched({ median: 10, low: 5, high: 40 }, 2);
    expect([low, median, high].map((end) => Number(end.toFixed(6)))).toEqual([2.5, 10, 160]);
  });
});
