import { describe, expect, it, vi } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { createGlue } from "../../loaders/workloads/enhance-frame/glue.ts";
import { enhanceFrame } from "../../loaders/workloads/enhance-frame/workload.ts";
import { mulberry32 } from "../../src/model/random.ts";

const glue = createGlue(new Uint8Array());

/** A frame whose green channel has this value on the sparse grid, and `elsewhere` between its points. */
function frameOf(width: number, height: number, green: number, elsewhere = green): Uint8Array {
  const payload = new Uint8Array(16 + 12 * width * height);
  payload.set(new TextEncoder().encode("PFRM"));
  new Uint32Array(payload.buffer, 4, 3).set([width, height, 3]);
  const pixels = new Float32Array(payload.buffer, 16);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[(height + y) * width + x] = x % 16 === 0 && y % 16 === 0 ? green : elsewhere;
    }
  }
  return payload;
}

function withField(payload: Uint8Array, at: number, value: number): Uint8Array {
  const copy = payload.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

describe("the frame", () => {
  it("is a view on the payload, not a copy", () => {
    const payload = frameOf(20, 10, 0.5);
    const [frame] = glue.preprocess(payload) as Float32Array[];
    expect(frame!.buffer).toBe(payload.buffer);
    expect(frame!.byteOffset).toBe(16);
    expect(frame!.length).toBe(3 * 20 * 10);
  });

  it("is copied only when the payload starts where no float may", () => {
    const payload = frameOf(20, 10, 0.5);
    const shifted = new Uint8Array(payload.length + 5).subarray(5);
    shifted.set(payload);
    expect(glue.preprocess(shifted)[0]).toEqual(glue.preprocess(payload)[0]);
  });

  it("is found inside a larger buffer", () => {
    const payload = frameOf(20, 10, 0.5);
    const shifted = new Uint8Array(payload.length + 8).subarray(8);
    shifted.set(payload);
    expect(glue.preprocess(shifted)[0]!.buffer).toBe(shifted.buffer);
    expect(glue.preprocess(shifted)).toEqual(glue.preprocess(payload));
  });

  it.each([
    ["a header cut short", frameOf(8, 8, 0.5).slice(0, 12), "expected a header of 16 bytes, found 12 bytes"],
    ["another magic", withField(frameOf(8, 8, 0.5), 0, 0x474e5089), 'expected the magic "PFRM", found'],
    ["four channels", withField(frameOf(8, 8, 0.5), 12, 4), "expected 3 channels, found 4"],
    ["no width", withField(frameOf(8, 8, 0.5), 4, 0), "width and height from 1 to 16384, found 0 × 8"],
    ["a huge height", withField(frameOf(8, 8, 0.5), 8, 2 ** 31), "found 8 × 2147483648"],
    ["missing pixels", frameOf(8, 8, 0.5).slice(0, -1), "a frame of 8 × 8 needs 784 bytes, found 783"],
    ["pixels without a mean", frameOf(8, 8, Number.NaN), "expected finite pixels, found a mean of NaN"],
  ])("is refused with %s", (_, payload, message) => {
    expect(() => glue.preprocess(payload)).toThrow(message);
  });
});

describe("the gain", () => {
  it.each([
    { green: 0, gain: 2 },
    { green: 0.1, gain: 2 },
    { green: 0.25, gain: 2 },
    { green: 0.5, gain: 1 },
    { green: 0.8, gain: 0.625 },
    { green: 1, gain: 0.5 },
    { green: 7, gain: 0.5 },
  ])("brings a mean of $green to the middle: $gain", ({ green, gain }) => {
    expect(glue.preprocess(frameOf(40, 33, green))[1]![0]).toBeCloseTo(gain, 6);
  });

  it("looks at every 16th pixel of the green channel only", () => {
    expect(glue.preprocess(frameOf(40, 33, 0.5, 0.9))[1]![0]).toBeCloseTo(1, 6);
  });
});

describe("the result", () => {
  it("is the output itself, not a copy", () => {
    const enhanced = Float32Array.of(0.1, 0.2, 0.3);
    expect(glue.postprocess([enhanced])).toBe(enhanced);
  });

  it("is refused when its ends are not finite", () => {
    expect(() => glue.postprocess([Float32Array.of(0.1, 0.2, Number.NaN)])).toThrow("NaN last");
  });
});

describe("the workload", () => {
  it.each(enhanceFrame.sizes)("makes a $label that its glue accepts, with pixels in [0, 1]", (size) => {
    const payload = enhanceFrame.payload(size, mulberry32(5));
    const [frame, gain] = glue.preprocess(payload) as Float32Array[];
    expect(frame!.length).toBe(enhanceFrame.maxResultLength(size));
    expect(frame!.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(gain![0]).toBeGreaterThan(1);
    expect(gain![0]).toBeLessThan(2);
  });

  it("makes the same frame for the same seed, and another for another", () => {
    const [small] = enhanceFrame.sizes;
    const payload = Buffer.from(enhanceFrame.payload(small!, mulberry32(5)));
    expect(payload.equals(enhanceFrame.payload(small!, mulberry32(5)))).toBe(true);
    expect(payload.equals(enhanceFrame.payload(small!, mulberry32(6)))).toBe(false);
  });

  it("builds a model of 39 weights, twice the same", () => {
    const constant = vi.spyOn(OnnxGraph.prototype, "constant");
    const first = enhanceFrame.buildModel().encode();
    const weights = constant.mock.calls.filter(([, , dims]) => dims.length > 0);
    constant.mockRestore();
    expect(weights.reduce((sum, [, data]) => sum + data.length, 0)).toBe(27 + 9 + 3);
    expect(Buffer.compare(first, enhanceFrame.buildModel().encode())).toBe(0);
  });
});
