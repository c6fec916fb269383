import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliderScale, slideTo } from "../../../src/components/inputs/slider-scale.ts";
import type { RangeField } from "../../../src/model/scenario/field.ts";
import { centre, ends, exactly, type Range, triangle } from "../../../src/model/scenario/range.ts";
import { RANGE_FIELDS } from "../../../src/model/scenario/scenario.ts";

const fields: readonly RangeField[] = RANGE_FIELDS;
const field = (id: string) => fields.find((one) => one.id === id)!;

describe("the slider of a range", () => {
  it.each(fields.map((one) => [one.id, one] as const))("%s stays within its bounds, and rises", (_, one) => {
    const { min, max, step, valueAt } = sliderScale(one);
    const positions = Array.from(
      { length: 101 },
      (_, i) => min + Math.round(((max - min) * i) / 100 / step) * step,
    );
    const values = positions.map(valueAt);
    expect(values[0]).toBe(one.least);
    for (const [i, value] of values.entries()) {
      expect(value).toBeGreaterThanOrEqual(one.least);
      expect(value).toBeLessThanOrEqual(one.most);
      if (i > 0) expect(value).toBeGreaterThanOrEqual(values[i - 1]!);
    }
    expect(new Set(values).size).toBeGreaterThan(40);
  });

  it.each(fields.map((one) => [one.id, one] as const))(
    "%s shows its default inside of its span",
    (_, one) => {
      const { min, max, positionOf, valueAt } = sliderScale(one);
      const value = centre(one.byDefault);
      const position = positionOf(value);
      expect(position).toBeGreaterThanOrEqual(min);
      expect(position).toBeLessThanOrEqual(max);
      expect(valueAt(position)).toBeCloseTo(value, 6);
    },
  );

  it("moves the centre and keeps the relative width", () => {
    expect(slideTo(field("requestsPerMonth"), triangle(2e6, 3e6, 6e6), 3e4)).toEqual(triangle(2e4, 3e4, 6e4));
    expect(slideTo(field("batchSize"), exactly(1), 8)).toEqual(exactly(8));
  });

  it("stops the ends where the field does", () => {
    expect(slideTo(field("peakToMean"), triangle(2, 3, 5), 1.2)).toEqual(triangle(1, 1.2, 2));
    expect(slideTo(field("peakToMean"), triangle(2, 3, 5), 1)).toEqual(triangle(1, 1, 1.667));
  });

  it("gives a valid range from every position", () => {
    const ranges: fc.Arbitrary<Range> = fc
      .tuple(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 1.01, max: 10, noNaN: true }),
        fc.boolean(),
      )
      .map(([low, high, interval]) =>
        interval ? { kind: "interval", p5: low, p95: high } : triangle(low, 1, high),
      );
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        ranges,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, range, share) => {
          const { min, max, valueAt } = sliderScale(one);
          const moved = slideTo(one, range, valueAt(min + (max - min) * share));
          const [low, high] = ends(moved);
          expect(low).toBeGreaterThanOrEqual(one.least);
          expect(high).toBeLessThanOrEqual(one.most);
          expect(low).toBeLessThanOrEqual(centre(moved));
          expect(centre(moved)).toBeLessThanOrEqual(high);
        },
      ),
    );
  });
});
