import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantised } from "../../loaders/llm/quantise.ts";
import { ofHalf } from "../fixtures/half.ts";

const block = fc.array(fc.float({ noNaN: true, min: -4, max: 4 }), { minLength: 32, maxLength: 32 });

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
