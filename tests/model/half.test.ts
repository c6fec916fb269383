import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfOf } from "../../src/model/half.ts";
import { ofHalf } from "../fixtures/half.ts";

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -65_000, max: 65_000 });

describe("half precision", () => {
  it("is the nearest number that it has", () => {
    fc.assert(
      fc.property(finite, (value) => {
        const bits = halfOf(value);
        const error = Math.abs(ofHalf(bits) - value);
        for (const near of [bits - 1, bits + 1].filter(
          (one) => (one & 0x8000) === (bits & 0x8000) && (one & 0x7fff) <= 0x7bff,
        ))
          expect(error).toBeLessThanOrEqual(Math.abs(ofHalf(near) - value));
      }),
    );
  });

  it("has these bits", () => {
    expect([0, 1, -2, 65_504, 2 ** -24, 1 / 3, 1e6, -1e6].map(halfOf)).toEqual([
      0, 0x3c00, 0xc000, 0x7bff, 1, 0x3555, 0x7c00, 0xfc00,
    ]);
  });
});
