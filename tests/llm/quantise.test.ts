import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfOf, quantised } from "../../loaders/llm/quantise.ts";

/** The number that half precision's bits stand for. */
function ofHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -65_000, max: 65_000 });
const block = fc.array(fc.float({ noNaN: true, min: -4, max: 4 }), { minLength: 32, maxLength: 32 });

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

describe("a block of weights", () => {
  it("of eight bits is right to half a step, its scale as it is stored", () => {
    fc.assert(
      fc.property(block, (values) => {
        const weights = Float32Array.from(values);
        const bytes = new DataView(quantised(weights, "Q8_0").buffer);
        const scale = ofHalf(bytes.getUint16(0, true));
        const most = Math.max(...weights.map(Math.abs));
        weights.forEach((weight, i) => {
          // Half a step, and what the scale lost when it became half precision.
          expect(Math.abs(scale * bytes.getInt8(2 + i) - weight)).toBeLessThanOrEqual(
            most / 254 + most * 2 ** -10 + 127 * 2 ** -25,
          );
        });
      }),
    );
  });

  it("of four bits keeps the weight furthest from zero, and the others to a step", () => {
    const weights = Float32Array.from({ length: 32 }, (_, i) => (i - 20) / 10);
    const bytes = new DataView(quantised(weights, "Q4_0").buffer);
    const scale = ofHalf(bytes.getUint16(0, true));
    expect(scale).toBeCloseTo(0.25, 3);
    const back = Array.from({ length: 32 }, (_, i) => {
      const pair = bytes.getUint8(2 + (i % 16));
      return scale * ((i < 16 ? pair & 15 : pair >> 4) - 8);
    });
    expect(back[0]).toBeCloseTo(-2, 3);
    for (const [i, value] of back.entries()) expect(Math.abs(value - weights[i]!)).toBeLessThanOrEqual(0.25);
  });

  it("takes as many bytes as GGUF says, and refuses a part of a block", () => {
    expect(quantised(new Float32Array(64), "Q8_0").length).toBe(68);
    expect(quantised(new Float32Array(64), "Q4_0").length).toBe(36);
    expect(quantised(new Float32Array(64), "F16").length).toBe(128);
    expect(() => quantised(new Float32Array(33), "Q4_0")).toThrow(
      /33 weights are no multiple of a block's 32/,
    );
  });
});
