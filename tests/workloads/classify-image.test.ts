import { createHash } from "node:crypto";
import * as ort from "onnxruntime-web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { createGlue } from "../../loaders/workloads/classify-image/glue.ts";
import { buildModel } from "../../loaders/workloads/classify-image/model.ts";
import { classifyImage, SCENES } from "../../loaders/workloads/classify-image/workload.ts";
import { picture } from "../../loaders/workloads/picture.ts";
import { mulberry32 } from "../../src/model/random.ts";

const SIDE = 224;
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

const glue = createGlue(new Uint8Array());

function ppm(width: number, height: number, pixels: readonly number[]): Uint8Array {
  return Uint8Array.of(...new TextEncoder().encode(`P6\n${width} ${height}\n255\n`), ...pixels);
}

function preprocess(payload: Uint8Array): Float32Array {
  return glue.preprocess(payload)[0] as Float32Array;
}

function normalised(value: number, channel: number): number {
  return (value / 255 - MEAN[channel]!) / STD[channel]!;
}

describe("preprocess", () => {
  it("resizes a picture of one colour to that colour", () => {
    const colour = [10, 128, 250];
    const image = preprocess(ppm(7, 5, Array.from({ length: 7 * 5 }, () => colour).flat()));
    expect(image).toHaveLength(3 * SIDE * SIDE);
    for (let c = 0; c < 3; c++) {
      const plane = image.subarray(c * SIDE * SIDE, (c + 1) * SIDE * SIDE);
      expect(Math.min(...plane)).toBeCloseTo(normalised(colour[c]!, c), 5);
      expect(Math.max(...plane)).toBeCloseTo(normalised(colour[c]!, c), 5);
    }
  });

  it("interpolates two pixels between their centres and clamps beyond them", () => {
    const image = preprocess(ppm(2, 1, [0, 0, 0, 255, 255, 255]));
    // Column x lies at (x + 0.5) · 2 / 224 − 0.5: before the first centre to x = 55, past the second from 168.
    for (const [x, value] of [
      [0, 0],
      [55, 0],
      [112, (112.5 / 112 - 0.5) * 255],
      [168, 255],
      [223, 255],
    ] as const) {
      expect(image[x]).toBeCloseTo(normalised(value, 0), 5);
      expect(image[223 * SIDE + x]).toBeCloseTo(normalised(value, 0), 5);
    }
  });

  it("separates the channels", () => {
    const image = preprocess(ppm(1, 1, [255, 0, 51]));
    expect([image[0], image[SIDE * SIDE], image[2 * SIDE * SIDE]]).toEqual(
      [255, 0, 51].map((value, channel) => expect.closeTo(normalised(value, channel), 5)),
    );
  });

  it("reads a header with comments and any white space", () => {
    const payload = new TextEncoder().encode("P6 # a comment 9 9\n\t1\r\n# another\n1 255 abc");
    expect(preprocess(payload)[0]).toBeCloseTo(normalised("a".charCodeAt(0), 0), 5);
  });

  it.each([
    [
      "another format",
      "P5\n1 1\n255\nabc",
      'expected a binary PPM that starts with "P6", found "P5\\n1 1\\n255',
    ],
    ["no width", "P6\nwide", 'expected a PPM header "P6 width height 255", found "P6\\nwide"'],
    [
      "no pixels",
      "P6\n0 1\n255\n",
      "expected a PPM of at least 1 × 1 pixels with maxval 255, found 0 × 1, 255",
    ],
    ["16-bit samples", "P6\n1 1\n65535\nabcdef", "with maxval 255, found 1 × 1, 65535"],
    ["a header cut short", "P6\n1 1\n255", "expected white space after the PPM header, found"],
    ["too few bytes", "P6\n2 2\n255\nabc", "expected 12 pixel bytes for 2 × 2, found 3"],
    ["too many bytes", "P6\n1 1\n255\nabcd", "expected 3 pixel bytes for 1 × 1, found 4"],
  ])("refuses %s", (_, payload, message) => {
    expect(() => preprocess(new TextEncoder().encode(payload))).toThrow(message);
  });
});

describe("postprocess", () => {
  it("returns the five largest with their share of the softmax", () => {
    const logits = new Float32Array(1000).fill(-Infinity);
    logits.set([1, 5, 2, 4, 3, 0], 10);
    const result = glue.postprocess([logits]);
    const exps = [5, 4, 3, 2, 1, 0].map(Math.exp);
    const sum = exps.reduce((a, b) => a + b);
    const probabilities = exps.slice(0, 5).map((value) => expect.closeTo(value / sum, 6));
    expect([...result].filter((_, i) => i % 2 === 0)).toEqual([11, 13, 14, 12, 10]);
    expect([...result].filter((_, i) => i % 2 === 1)).toEqual(probabilities);
  });

  it("prefers the lower class among equals and survives large logits", () => {
    const result = glue.postprocess([new Float32Array(1000).fill(500)]);
    expect([...result].filter((_, i) => i % 2 === 0)).toEqual([0, 1, 2, 3, 4]);
    expect(result[1]).toBeCloseTo(1 / 1000, 8);
  });
});

describe("payload", () => {
  it.each(classifyImage.sizes)("has the pixels of $label and is the same for the same seed", (size) => {
    const payload = classifyImage.payload(size, mulberry32(7));
    expect(payload.length).toBe(
      `P6\n${size.width} ${size.height}\n255\n`.length + size.width * size.height * 3,
    );
    expect(Buffer.compare(payload, classifyImage.payload(size, mulberry32(7)))).toBe(0);
  });
});

describe("model", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is MobileNetV2 1.0 with folded batch normalisation, byte for byte the same each time", () => {
    const constant = vi.spyOn(OnnxGraph.prototype, "constant");
    const first = buildModel().encode();
    const parameters = constant.mock.calls
      .filter(([, , dims]) => dims.length > 0)
      .reduce((sum, [, data]) => sum + data.length, 0);
    expect(parameters).toBe(3_487_816);
    const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(sha256(buildModel().encode())).toBe(sha256(first));
  });

  it("gives every scene an order of classes that rounding cannot change", async () => {
    const session = await ort.InferenceSession.create(buildModel().encode());
    const random = mulberry32(1);
    for (const [i, size] of classifyImage.sizes.entries()) {
      // A scene is the same at every size: the larger ones need not show all of them.
      for (const scene of i === 0 ? SCENES : SCENES.slice(0, 2)) {
        const image = preprocess(picture(size.width, size.height, scene));
        const outputs = await session.run({ image: new ort.Tensor("float32", image, [1, 3, SIDE, SIDE]) });
        const logits = outputs.logits!.data as Float32Array;
        const reference = glue.postprocess([logits]);
        expect(reference[1]).toBeGreaterThan(0.05);
        expect(reference[1]).toBeLessThan(0.5);
        for (let trial = 0; trial < 5; trial++) {
          const result = glue.postprocess([logits.map((logit) => logit + (random() - 0.5) * 4e-5)]);
          const difference = Math.max(...result.map((value, i) => Math.abs(value - reference[i]!)));
          expect(difference, `${size.id}, scene ${scene}`).toBeLessThan(classifyImage.tolerance.result);
        }
      }
    }
  }, 60_000);
});
