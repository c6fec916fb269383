import { createHash } from "node:crypto";
import * as ort from "onnxruntime-web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { createGlue } from "../../loaders/workloads/detect-objects/glue.ts";
import { buildModel } from "../../loaders/workloads/detect-objects/model.ts";
import { detectObjects, SCENES } from "../../loaders/workloads/detect-objects/workload.ts";
import { picture } from "../../loaders/workloads/picture.ts";
import { mulberry32 } from "../../src/model/random.ts";

const SIDE = 320;
const CANDIDATES = 2100;
const THRESHOLD_LOGIT = Math.log(1 / 3);

function ppm(width: number, height: number, pixel: readonly number[]): Uint8Array {
  const header = new TextEncoder().encode(`P6\n${width} ${height}\n255\n`);
  const pixels = Array.from({ length: width * height }, () => pixel).flat();
  return Uint8Array.of(...header, ...pixels);
}

interface Planted {
  /** Candidate index: cells of stride 8 row by row from 0, stride 16 from 1600, stride 32 from 2000. */
  readonly at: number;
  /** Left, top, right, bottom, in strides. */
  readonly distances: readonly [number, number, number, number];
  readonly category: number;
  readonly logit: number;
}

/** Model output without any object, save those planted. */
function predictions(...planted: readonly Planted[]): Float32Array {
  const values = new Float32Array(84 * CANDIDATES).fill(-10);
  values.fill(1, 0, 4 * CANDIDATES);
  for (const { at, distances, category, logit } of planted) {
    for (const [i, distance] of distances.entries()) values[i * CANDIDATES + at] = distance;
    values[(4 + category) * CANDIDATES + at] = logit;
  }
  return values;
}

function detections(result: Float32Array): number[][] {
  expect(result).toHaveLength(1 + 6 * result[0]!);
  return Array.from({ length: result[0]! }, (_, i) => [...result.subarray(1 + 6 * i, 7 + 6 * i)]);
}

const square = { distances: [2, 2, 2, 2], category: 3, logit: 2 } as const;

describe("preprocess", () => {
  it("letterboxes a wide picture between grey bands", () => {
    const [image] = createGlue(new Uint8Array()).preprocess(ppm(16, 9, [255, 0, 51])) as [Float32Array];
    expect(image).toHaveLength(3 * SIDE * SIDE);
    // 320 × 180, so 70 lines of padding above and below.
    for (const [y, colour] of [
      [0, [114, 114, 114]],
      [69, [114, 114, 114]],
      [70, [255, 0, 51]],
      [249, [255, 0, 51]],
      [250, [114, 114, 114]],
      [319, [114, 114, 114]],
    ] as const) {
      for (let c = 0; c < 3; c++) {
        const line = image.subarray((c * SIDE + y) * SIDE, (c * SIDE + y + 1) * SIDE);
        expect(Math.min(...line)).toBeCloseTo(colour[c]! / 255, 6);
        expect(Math.max(...line)).toBeCloseTo(colour[c]! / 255, 6);
      }
    }
  });

  it("letterboxes a narrow picture between grey bands", () => {
    const [image] = createGlue(new Uint8Array()).preprocess(ppm(1, 2, [0, 0, 0])) as [Float32Array];
    expect([79, 80, 239, 240].map((x) => image[x])).toEqual([114 / 255, 0, 0, 114 / 255].map(Math.fround));
  });

  it("interpolates two pixels between their centres", () => {
    const payload = Uint8Array.of(...new TextEncoder().encode("P6 2 1 255\n"), 0, 0, 0, 255, 255, 255);
    const [image] = createGlue(new Uint8Array()).preprocess(payload) as [Float32Array];
    const line = image.subarray(80 * SIDE, 81 * SIDE);
    expect([0, 79, 160, 240, 319].map((x) => line[x])).toEqual(
      [0, 0, 160.5 / 160 - 0.5, 1, 1].map((value) => expect.closeTo(value, 6)),
    );
  });

  it.each([
    ["another format", "P3\n1 1\n255\n1 2 3", 'expected a binary PPM that starts with "P6", found "P3'],
    [
      "no pixels",
      "P6\n1 0\n255\n",
      "expected a PPM of at least 1 × 1 pixels with maxval 255, found 1 × 0, 255",
    ],
    ["too few bytes", "P6\n2 2\n255\nabc", "expected 12 pixel bytes for 2 × 2, found 3"],
  ])("refuses %s", (_, payload, message) => {
    expect(() => createGlue(new Uint8Array()).preprocess(new TextEncoder().encode(payload))).toThrow(message);
  });
});

describe("postprocess", () => {
  it("decodes a box of each stride from the centre of its cell", () => {
    const result = createGlue(new Uint8Array()).postprocess([
      predictions(
        { at: 41, distances: [1, 0.5, 2, 3], category: 0, logit: 3 },
        { at: 1600 + 20 * 10 + 5, distances: [1, 1, 1, 1], category: 1, logit: 2 },
        { at: 2000 + 10 * 4 + 7, distances: [1, 1, 1, 1], category: 79, logit: 0 },
      ),
    ]);
    expect(detections(result)).toEqual([
      [4, 8, 28, 36, expect.closeTo(1 / (1 + Math.exp(-3)), 6), 0],
      [72, 152, 104, 184, expect.closeTo(1 / (1 + Math.exp(-2)), 6), 1],
      [208, 112, 272, 176, 0.5, 79],
    ]);
  });

  it("maps boxes back to the picture and clamps them to it", () => {
    const glue = createGlue(new Uint8Array());
    glue.preprocess(ppm(64, 36, [0, 0, 0]));
    const result = glue.postprocess([
      predictions(
        { at: 40 * 20 + 10, distances: [1, 1, 1, 1], category: 0, logit: 1 },
        { at: 2000, distances: [9, 9, 9, 9], category: 1, logit: 0 },
      ),
    ]);
    // The picture is scaled by 5 and starts 70 lines down.
    expect(detections(result).map((detection) => detection.slice(0, 4))).toEqual([
      [15.2, 17.2, 18.4, 20.4].map((value) => expect.closeTo(value, 4)),
      [0, 0, 60.8, 36].map((value) => expect.closeTo(value, 4)),
    ]);
  });

  it("suppresses an overlapping box of the same class, whichever comes first", () => {
    const result = createGlue(new Uint8Array()).postprocess([
      predictions({ ...square, at: 810 }, { ...square, at: 811, logit: 2.5 }),
    ]);
    expect(detections(result).map(([x1]) => x1)).toEqual([(11 + 0.5 - 2) * 8]);
  });

  it("keeps overlapping boxes of different classes", () => {
    const result = createGlue(new Uint8Array()).postprocess([
      predictions({ ...square, at: 810 }, { ...square, at: 811, category: 4 }),
    ]);
    expect(result[0]).toBe(2);
  });

  it("keeps boxes of one class that overlap by less than 0.45", () => {
    // Width 4, moved by 2: intersection over union is 2 / 6.
    const result = createGlue(new Uint8Array()).postprocess([
      predictions({ ...square, at: 810 }, { ...square, at: 812 }),
    ]);
    expect(result[0]).toBe(2);
  });

  it("lets a suppressed box suppress nothing", () => {
    // Each overlaps the next by 3 / 5, but the first and the third only by 2 / 6.
    const result = createGlue(new Uint8Array()).postprocess([
      predictions(
        { ...square, at: 810, logit: 3 },
        { ...square, at: 811, logit: 2 },
        { ...square, at: 812, logit: 1 },
      ),
    ]);
    expect(detections(result).map(([x1]) => x1)).toEqual([68, 84]);
  });

  it("drops scores below 0.25", () => {
    const result = createGlue(new Uint8Array()).postprocess([
      predictions(
        { ...square, at: 0, logit: THRESHOLD_LOGIT + 1e-3 },
        { ...square, at: 100, logit: THRESHOLD_LOGIT - 1e-3 },
      ),
    ]);
    expect(detections(result).map((detection) => detection[4])).toEqual([expect.closeTo(0.25, 3)]);
  });

  it("orders equal scores by candidate and stops at 300", () => {
    const everywhere = Array.from({ length: 1600 }, (_, at) => ({
      at,
      distances: [0.1, 0.1, 0.1, 0.1] as const,
      category: 0,
      logit: 1,
    }));
    const found = detections(createGlue(new Uint8Array()).postprocess([predictions(...everywhere)]));
    expect(found).toHaveLength(300);
    expect(found[41]![0]).toBeCloseTo(1.4 * 8, 4);
    expect(found[41]![1]).toBeCloseTo(1.4 * 8, 4);
  });
});

describe("payload", () => {
  it.each(detectObjects.sizes)("has the pixels of $label and is the same for the same seed", (size) => {
    const payload = detectObjects.payload(size, mulberry32(7));
    expect(payload.length).toBe(
      `P6\n${size.width} ${size.height}\n255\n`.length + size.width * size.height * 3,
    );
    expect(Buffer.compare(payload, detectObjects.payload(size, mulberry32(7)))).toBe(0);
  });
});

describe("model", () => {
  afterEach(() => vi.restoreAllMocks());

  it("has 1.45 million parameters and is byte for byte the same each time", () => {
    const constant = vi.spyOn(OnnxGraph.prototype, "constant");
    const first = buildModel().encode();
    const parameters = constant.mock.calls
      .filter(([, data]) => data instanceof Float32Array)
      .reduce((sum, [, data]) => sum + data.length, 0);
    expect(parameters).toBe(1_451_308);
    const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(sha256(buildModel().encode())).toBe(sha256(first));
  });

  it("gives every scene hundreds of candidates, and detections that rounding cannot change", async () => {
    const session = await ort.InferenceSession.create(buildModel().encode());
    const random = mulberry32(1);
    const glue = createGlue(new Uint8Array());
    for (const [i, size] of detectObjects.sizes.entries()) {
      // A scene is the same at every size: the larger ones need not show all of them.
      for (const scene of i === 0 ? SCENES : SCENES.slice(0, 2)) {
        const where = `${size.id}, scene ${scene}`;
        const [image] = glue.preprocess(picture(size.width, size.height, scene));
        const feeds = { image: new ort.Tensor("float32", image as Float32Array, [1, 3, SIDE, SIDE]) };
        const values = (await session.run(feeds)).predictions!.data as Float32Array;
        const candidates = Array.from({ length: CANDIDATES }, (_, i) => i).filter((i) => {
          for (let k = 4; k < 84; k++) if (values[k * CANDIDATES + i]! >= THRESHOLD_LOGIT) return true;
          return false;
        });
        const reference = glue.postprocess([values]);
        expect(candidates.length, where).toBeGreaterThan(300);
        expect(candidates.length, where).toBeLessThan(600);
        expect(reference[0], where).toBeGreaterThan(50);
        expect(reference[0], where).toBeLessThan(120);
        for (let trial = 0; trial < 5; trial++) {
          const result = glue.postprocess([values.map((value) => value + (random() - 0.5) * 4e-5)]);
          expect(result.length, where).toBe(reference.length);
          const difference = Math.max(...result.map((value, i) => Math.abs(value - reference[i]!)));
          expect(difference, where).toBeLessThan(detectObjects.tolerance.result);
        }
      }
    }
  }, 60_000);
});
