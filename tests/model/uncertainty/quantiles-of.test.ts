import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantilesOf } from "../../../src/model/uncertainty/quantiles-of.ts";

const values = fc.array(
  fc.oneof(
    fc.double({ noNaN: true }),
    fc.constantFrom(0, 1, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE, 5e-324),
  ),
  { minLength: 1, maxLength: 300 },
);
const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe("quantilesOf", () => {
  it("is what sorting finds, for any numbers and infinities", () => {
    fc.assert(
      fc.property(values, fc.array(probability, { minLength: 1, maxLength: 5 }), (list, probabilities) => {
        const sorted = Float64Array.from(list).sort();
        const expected = probabilities.map(
          (p) => sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)]!,
        );
        // + 0, since sorting tells −0 from 0 and no comparison does.
        const found = quantilesOf(Float64Array.from(list), probabilities).map((value) => value + 0);
        expect(found).toEqual(expected.map((value) => value + 0));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves the column as it was", () => {
    const column = Float64Array.from([3, 1, 2]);
    quantilesOf(column, [0.5]);
    expect([...column]).toEqual([3, 1, 2]);
  });

  it("refuses a column without draws", () => {
    expect(() => quantilesOf(new Float64Array(0), [0.5])).toThrow("0 draws");
  });
});
