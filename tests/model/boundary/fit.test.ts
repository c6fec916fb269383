import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CrossingFit, crossingMs, fitCrossing } from "../../../src/model/boundary/fit.ts";

const SIZES = [0, 1, 2, 3, 4, 5, 6].map((i) => 64 * 8 ** i);
const cost = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true });

/** Nanoseconds to microseconds a call; a hundredth of a nanosecond to ten a byte. */
const costs = fc.record({ perCallMs: cost(1e-6, 1e-2), perByteMs: cost(1e-8, 1e-5) });

const pointsOf = (fit: Omit<CrossingFit, "residuals" | "error">, noise: readonly number[] = []) =>
  SIZES.map((bytes, i) => ({ bytes, ms: crossingMs(fit, bytes) * (noise[i] ?? 1) }));

describe("the fit of a crossing", () => {
  it("finds the costs that made the data, and one cost for all bytes is enough for them", () => {
    fc.assert(
      fc.property(costs, (made) => {
        const fit = fitCrossing(pointsOf({ ...made, beyond: null }))!;
        expect(fit.error).toBeLessThan(1e-6);
        expect(fit.perCallMs / made.perCallMs).toBeCloseTo(1, 4);
        expect(fit.perByteMs / made.perByteMs).toBeCloseTo(1, 4);
      }),
    );
  });

  it("finds where bytes become dearer, by far", () => {
    fc.assert(
      fc.property(costs, cost(5, 50), fc.constantFrom(...SIZES.slice(2, 5)), (made, times, fromBytes) => {
        const beyond = { fromBytes, perByteMs: made.perByteMs * times };
        // Where a call costs more than all bytes of the cache, nothing shows what these cost.
        fc.pre(made.perByteMs * fromBytes > made.perCallMs);
        const fit = fitCrossing(pointsOf({ ...made, beyond }))!;
        expect(fit.beyond!.fromBytes).toBe(fromBytes);
        expect(fit.beyond!.perByteMs / beyond.perByteMs).toBeCloseTo(1, 3);
      }),
    );
  });

  it("has no cost below 0, and none that falls with the size, whatever was measured", () => {
    fc.assert(
      fc.property(fc.array(cost(1e-6, 1e3), { minLength: SIZES.length, maxLength: SIZES.length }), (ms) => {
        const fit = fitCrossing(SIZES.map((bytes, i) => ({ bytes, ms: ms[i]! })))!;
        for (const each of [fit.perCallMs, fit.perByteMs, fit.beyond?.perByteMs ?? 0])
          expect(each).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(fit.error)).toBe(true);
        expect(fit.residuals).toHaveLength(SIZES.length);
      }),
    );
  });

  it("does not depend on the unit of time, nor on the order of the points", () => {
    const noise = fc.array(cost(0.7, 1.4), { minLength: SIZES.length, maxLength: SIZES.length });
    fc.assert(
      fc.property(costs, noise, (made, factors) => {
        const points = pointsOf({ ...made, beyond: null }, factors);
        const fit = fitCrossing(points)!;
        const seconds = fitCrossing(points.map(({ bytes, ms }) => ({ bytes, ms: ms / 1e3 })))!;
        const turned = fitCrossing([...points].reverse())!;
        for (const bytes of SIZES) {
          expect(crossingMs(seconds, bytes) / crossingMs(fit, bytes)).toBeCloseTo(1e-3, 8);
          expect(crossingMs(turned, bytes) / crossingMs(fit, bytes)).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it("needs three sizes", () => {
    const two = [64, 512, 512].map((bytes) => ({ bytes, ms: 1 }));
    expect(fitCrossing(two)).toBeNull();
    expect(fitCrossing([])).toBeNull();
  });
});
