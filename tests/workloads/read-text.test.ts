import fc from "fast-check";
import { decode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { drawTexts } from "../../loaders/workloads/read-text/draw-text.ts";
import { createGlue } from "../../loaders/workloads/read-text/glue.ts";
import { readText } from "../../loaders/workloads/read-text/workload.ts";
import type { ModelCall } from "../../loaders/workloads/workload.ts";
import { mulberry32 } from "../../src/model/random.ts";
import { missingForModels, recordedRequests } from "../fixtures/recorded-requests.ts";
import {
  expectSameSteps,
  STEP_LANGUAGES,
  type StepQuestion,
  type Trace,
  traceOf,
} from "../fixtures/step-hosts.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

/** Blank, these, and a space: seven classes. */
const KEYS = ["a", "é", '"', "\\", "\u0001"];
const ASSETS = new TextEncoder().encode(`${KEYS.join("\n")}\n`);
const CLASSES = KEYS.length + 2;

const glue = createGlue(ASSETS);

function picture(
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly number[],
  channels = 3,
): Uint8Array {
  const payload = new Uint8Array(12 + width * height * channels);
  new Uint32Array(payload.buffer, 0, 3).set([width, height, channels]);
  for (let y = 0, at = 12; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) payload.set(pixel(x, y), at);
  }
  return payload;
}

const white = (width: number, height: number) => picture(width, height, () => []).fill(255, 12);

interface Blob {
  /** Left, top, right and bottom: the last two are the first outside. */
  readonly box: readonly [number, number, number, number];
  readonly probability: number;
}

function probabilityMap(width: number, height: number, blobs: readonly Blob[]): Float32Array {
  const map = new Float32Array(width * height);
  for (const { box, probability } of blobs) {
    for (let y = box[1]; y < box[3]; y++) map.fill(probability, y * width + box[0], y * width + box[2]);
  }
  return map;
}

/** The likeliest class of a step of the recognition model. */
type Step = readonly [index: number, probability: number];

function steps(...classes: readonly Step[]): Float32Array {
  const probabilities = new Float32Array(classes.length * CLASSES);
  for (const [step, [index, probability]] of classes.entries()) {
    probabilities.fill((1 - probability) / (CLASSES - 1), step * CLASSES, (step + 1) * CLASSES);
    probabilities[step * CLASSES + index] = probability;
  }
  return probabilities;
}

interface Line {
  readonly text: string;
  readonly confidence: number;
  readonly box: readonly number[];
}

const linesOf = ({ answer }: Pick<Trace, "answer">): Line[] => JSON.parse(answer).lines;

/** A call of a model, which has one input and one output here. */
interface Call {
  readonly model: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

const callOf = ({ model, inputs }: ModelCall): Call => ({
  model,
  dims: inputs[0]!.dims,
  data: inputs[0]!.data as Float32Array,
});

/** What glue makes of a request. */
function read(payload: Uint8Array, output: (call: Call) => Float32Array) {
  const trace = traceOf(glue, payload, (call) => [output(callOf(call))]);
  return { ...trace, calls: trace.calls.map(callOf) };
}

/** What is found on a map whose size is the picture's, or what the picture is resized to. */
function boxesOn(payload: Uint8Array, ...blobs: readonly Blob[]): (readonly number[])[] {
  const trace = read(payload, ({ model, dims }) =>
    model === "detection" ? probabilityMap(dims[3]!, dims[2]!, blobs) : steps([1, 1]),
  );
  return linesOf(trace).map(({ box }) => box);
}

/** The only call before anything was detected. */
function detectionCall(payload: Uint8Array): Call {
  return read(payload, ({ dims }) => new Float32Array(dims[2]! * dims[3]!)).calls[0]!;
}

describe("detection", () => {
  it.each([
    ["leaves multiples of 32 as they are", [256, 128], [256, 128]],
    ["rounds each side to the nearest multiple", [250, 111], [256, 96]],
    ["shrinks a longer side of more than 960 pixels", [1920, 1080], [960, 544]],
    ["shrinks a tall picture", [640, 1280], [480, 960]],
    ["grows what is smaller than 32 pixels", [1, 1], [32, 32]],
    ["keeps a narrow picture's other side at 32", [5000, 10], [960, 32]],
  ] as const)("%s", (_, [width, height], [mapWidth, mapHeight]) => {
    const { model, dims, data } = detectionCall(white(width, height));
    expect([model, ...dims]).toEqual(["detection", 1, 3, mapHeight, mapWidth]);
    expect(data).toHaveLength(3 * mapHeight * mapWidth);
  });

  it.each([
    [3, [255, 0, 51]],
    [4, [255, 0, 51, 7]],
  ])("normalises planes of blue, green and red, from %i channels", (channels, pixel) => {
    const { data } = detectionCall(picture(40, 32, () => pixel, channels));
    const planes = [0, 1, 2].map((c) => data.subarray(c * 32 * 32, (c + 1) * 32 * 32));
    for (const [c, value] of [(0.2 - 0.485) / 0.229, (0 - 0.456) / 0.224, (1 - 0.406) / 0.225].entries()) {
      expect(Math.min(...planes[c]!)).toBeCloseTo(value, 5);
      expect(Math.max(...planes[c]!)).toBeCloseTo(value, 5);
    }
  });

  it("interpolates between the centres of pixels", () => {
    const { data } = detectionCall(picture(2, 1, (x) => (x === 0 ? [0, 0, 0] : [255, 255, 255])));
    const values = [0, 7, 16, 24, 31].map((x) => data[x]! * 0.229 + 0.485);
    expect(values).toEqual([0, 0, 16.5 / 16 - 0.5, 1, 1].map((value) => expect.closeTo(value, 6)));
  });

  it.each([
    ["no header", new Uint8Array(11), "expected a header of 12 bytes and pixels, found 11 bytes"],
    [
      "no pixels",
      picture(0, 5, () => []),
      "expected a picture of 1 × 1 to 65535 × 65535 pixels, found 0 × 5",
    ],
    ["a grey picture", picture(2, 2, () => [1], 1), "expected 3 or 4 channels, found 1"],
    ["too few bytes", white(2, 2).slice(0, -1), "expected 12 pixel bytes for 2 × 2 × 3, found 11"],
    ["too many bytes", Uint8Array.of(...white(2, 2), 0), "expected 12 pixel bytes for 2 × 2 × 3, found 13"],
  ])("refuses %s", (_, payload, message) => {
    expect(() => glue.serve(payload).next()).toThrow(message);
  });

  it("refuses assets without characters", () => {
    expect(() => createGlue(new Uint8Array())).toThrow("expected the characters of the recognition model");
  });
});

describe("boxes", () => {
  it("grow by area · 1.5 / perimeter, and are clipped to the picture", () => {
    const sure = { probability: 0.9 };
    expect(
      boxesOn(white(128, 64), { box: [20, 10, 60, 20], ...sure }, { box: [100, 40, 128, 64], ...sure }),
    ).toEqual([
      [14, 4, 66, 26],
      // By 28 · 24 · 1.5 / 104 = 9.69.
      [90, 30, 128, 64],
    ]);
  });

  it("are mapped back to the picture", () => {
    expect(boxesOn(white(1920, 960), { box: [20, 10, 60, 20], probability: 0.9 })).toEqual([
      [28, 8, 132, 52],
    ]);
  });

  it("are dropped where they are small or faint", () => {
    const found = boxesOn(
      white(128, 64),
      { box: [8, 4, 10, 20], probability: 0.9 },
      { box: [20, 4, 40, 6], probability: 0.9 },
      { box: [8, 30, 40, 40], probability: 0.59 },
      { box: [60, 30, 90, 40], probability: 0.61 },
    );
    expect(found.map(([left]) => left)).toEqual([54]);
  });

  it("are dropped where less than 3 pixels are left of them in the picture", () => {
    expect(boxesOn(white(2, 2), { box: [8, 8, 24, 24], probability: 0.9 })).toEqual([]);
  });

  it("hold what touches, at corners and around bends", () => {
    const found = boxesOn(
      white(128, 64),
      // Two arms that meet below.
      { box: [10, 10, 14, 30], probability: 0.9 },
      { box: [30, 8, 34, 30], probability: 0.9 },
      { box: [10, 30, 34, 34], probability: 0.9 },
      // Two squares that share a corner.
      { box: [80, 10, 84, 14], probability: 0.9 },
      { box: [84, 14, 88, 18], probability: 0.9 },
    );
    expect(found).toEqual([
      [1, 0, 43, 43],
      [77, 7, 91, 21],
    ]);
  });

  it("do not hold what is beside a gap of one pixel", () => {
    const found = boxesOn(
      white(128, 64),
      { box: [80, 10, 84, 14], probability: 0.9 },
      { box: [85, 14, 89, 18], probability: 0.9 },
    );
    expect(found).toHaveLength(2);
  });

  it("come in reading order, though a row is not quite level", () => {
    const found = boxesOn(
      white(256, 128),
      { box: [150, 20, 190, 30], probability: 0.9 },
      { box: [20, 24, 60, 34], probability: 0.9 },
      { box: [90, 22, 120, 32], probability: 0.9 },
      { box: [20, 70, 60, 80], probability: 0.9 },
    );
    expect(found.map(([left]) => left)).toEqual([14, 84, 144, 14]);
  });

  it("lie within the picture, whatever the map", () => {
    const side = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer(),
        fc.double({ min: 0.3, max: 0.9, noNaN: true }),
        (width, height, seed, density) => {
          const random = mulberry32(seed);
          const trace = read(white(width, height), ({ model, dims }) => {
            if (model === "recognition") return steps([1, 1]);
            return Float32Array.from({ length: dims[2]! * dims[3]! }, () => (random() < density ? 0.9 : 0));
          });
          for (const { box } of linesOf(trace)) {
            const [left, top, right, bottom] = box as [number, number, number, number];
            expect(left).toBeGreaterThanOrEqual(0);
            expect(top).toBeGreaterThanOrEqual(0);
            expect(right).toBeLessThanOrEqual(width);
            expect(bottom).toBeLessThanOrEqual(height);
            expect(Math.min(right - left, bottom - top)).toBeGreaterThanOrEqual(3);
          }
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  it("need a map of the size that was asked for", () => {
    expect(() => read(white(64, 32), () => new Float32Array(7))).toThrow(
      "expected 2048 probabilities from detection, found 7",
    );
  });
});

describe("recognition", () => {
  /** The call for the one box of [14, 4, 66, 26], and the lines that are read from what it gives. */
  function recognise(...output: readonly Step[]) {
    const payload = picture(128, 64, (x) => (x < 40 ? [0, 0, 0] : [255, 255, 255]));
    const map = probabilityMap(128, 64, [{ box: [20, 10, 60, 20], probability: 0.9 }]);
    const trace = read(payload, ({ model }) => (model === "detection" ? map : steps(...output)));
    return { call: trace.calls[1]!, lines: linesOf(trace), text: trace.answer };
  }

  it("gets the box, 48 pixels high, padded to a multiple of 32", () => {
    const { call } = recognise([1, 1]);
    // ⌈48 · 52 / 22⌉ is 114.
    expect([call.model, ...call.dims]).toEqual(["recognition", 1, 3, 48, 128]);
    const line = call.data.subarray(128, 256);
    expect([0, 50, 62, 113].map((x) => line[x])).toEqual(
      [-1, -1, 1, 1].map((value) => expect.closeTo(value, 6)),
    );
    expect(line.subarray(114)).toEqual(new Float32Array(14));
  });

  it("squeezes what would be longer than 2048", () => {
    const payload = white(960, 32);
    const map = probabilityMap(960, 32, [{ box: [10, 12, 950, 15], probability: 0.9 }]);
    const { calls } = read(payload, ({ model }) => (model === "detection" ? map : steps([1, 1])));
    expect(calls[1]!.dims).toEqual([1, 3, 48, 2048]);
  });

  it("reads repeats once, unless a blank parts them", () => {
    const { lines } = recognise([0, 1], [1, 0.8], [1, 0.9], [0, 1], [1, 0.9], [6, 0.7], [6, 1], [2, 1]);
    expect(lines).toEqual([{ text: "aa é", confidence: 0.85, box: [14, 4, 66, 26] }]);
  });

  it("drops what it is not sure of, and what it cannot read", () => {
    expect(recognise([1, 0.49]).text).toBe('{"lines":[]}');
    expect(recognise([0, 1], [0, 1]).text).toBe('{"lines":[]}');
    expect(recognise([1, 0.51]).lines).toHaveLength(1);
  });

  it("writes four decimals, and text as JSON does", () => {
    expect(recognise([3, 1], [4, 1], [5, 1]).text).toBe(
      '{"lines":[{"text":"\\"\\\\\\u0001","confidence":1.0000,"box":[14,4,66,26]}]}',
    );
    expect(recognise([1, 0.75003]).text).toContain('"confidence":0.7500,');
  });

  it("needs probabilities of every class", () => {
    const payload = white(128, 64);
    const map = probabilityMap(128, 64, [{ box: [20, 10, 60, 20], probability: 0.9 }]);
    expect(() => read(payload, ({ model }) => (model === "detection" ? map : new Float32Array(8)))).toThrow(
      "expected a multiple of 7 probabilities from recognition, found 8",
    );
  });
});

describe("judge", () => {
  const [size] = readText.sizes;
  const texts = ["Gate 7", "Rome", "18:05"];
  const judge = (...read: readonly string[]) =>
    readText.judge!({ lines: read.map((text) => ({ text })) }, size!);

  it("says which text was read as what", () => {
    expect(judge(...texts)).toBeNull();
    expect(judge("Gate 7", "Home", "18:05")).toBe('text 2, "Rome", was read as "Home"');
    expect(judge("Gate 7", "Rome")).toBe('text 3, "18:05", was not read');
    expect(judge(...texts, "!")).toBe('after the 3 texts that are there, "!" was read');
    expect(readText.judge!(null, size!)).toBe("expected an answer with lines, found null");
  });
});

describe("drawing", () => {
  it("refuses characters that the font lacks", () => {
    const canvas = { width: 4, height: 4, pixels: new Uint8Array(48) };
    expect(() => drawTexts(canvas, [{ text: "ß", left: 0, baseline: 4, height: 4 }], [0, 0, 0])).toThrow(
      'no strokes for "ß"; there are some for ',
    );
  });

  it("gives the same PNG of 8-bit RGB each time, whatever the seed", () => {
    const [small] = readText.sizes;
    const png = readText.payload(small!, mulberry32(1));
    const { width, height, channels, depth } = decode(png);
    expect([width, height, channels, depth]).toEqual([small!.sign.width, small!.sign.height, 3, 8]);
    expect(Buffer.compare(png, readText.payload(small!, mulberry32(2)))).toBe(0);
  });
});

const missing = await missingForModels(readText);
if (missing) console.warn(`*** What PP-OCRv4 reads is SKIPPED: ${missing} ***`);

describe.skipIf(missing)("PP-OCRv4", () => {
  let traces: ReadonlyMap<string, Trace>;

  beforeAll(async () => {
    traces = await recordedRequests(readText);
  });

  it.each(readText.sizes)("decides nothing on the $label by a hair's breadth", (size) => {
    const { payload, outputs, answer } = traces.get(size.id)!;
    const MARGIN = 0.01;
    // Runs only grow as probabilities rise: what is the same at both ends is the same between them.
    for (const shift of [-MARGIN, MARGIN]) {
      const shifted = traceOf(createGlue(readText.assets!()), payload, (_, i) =>
        i === 0 ? outputs[0]!.map((map) => map.map((probability) => probability + shift)) : outputs[i]!,
      );
      expect(shifted.answer).toBe(answer);
    }
    for (const [probabilities] of outputs.slice(1))
      expect(leastLead(probabilities!)).toBeGreaterThan(10 * MARGIN);
    for (const { confidence } of linesOf({ answer })) expect(confidence).toBeGreaterThan(0.5 + MARGIN);
  });
});

/** Of all steps, by how much the likeliest class leads at least. */
function leastLead(probabilities: Float32Array): number {
  const classes = 6625;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < probabilities.length; at += classes) {
    let [first, second] = [0, 0];
    for (let k = at; k < at + classes; k++) {
      const probability = probabilities[k]!;
      if (probability > first) [first, second] = [probability, first];
      else if (probability > second) second = probability;
    }
    least = Math.min(least, first - second);
  }
  return least;
}

/** A picture in which everything is found. */
function blotted(): Trace {
  const random = mulberry32(3);
  const payload = picture(333, 222, () => [0, 0, 0, 0].map(() => random() * 256), 4);
  const likely = () => [Math.floor(random() * CLASSES), 0.2 + 0.8 * random()] as const;
  return traceOf(glue, payload, (call) => {
    const { model, dims } = callOf(call);
    return [
      model === "detection" ? blots(dims[3]!, dims[2]!, random) : steps(...Array.from({ length: 6 }, likely)),
    ];
  });
}

/** Bars of random places, sizes and probabilities, many of which touch. */
function blots(width: number, height: number, random: () => number): Float32Array {
  const below = (bound: number) => Math.floor(random() * bound);
  return probabilityMap(
    width,
    height,
    Array.from({ length: 250 }, () => {
      const [x, y] = [below(width), below(height)];
      const box = [x, y, Math.min(width, x + 1 + below(14)), Math.min(height, y + 1 + below(10))] as const;
      return { box, probability: 0.2 + 0.8 * random() };
    }),
  );
}

describe.skipIf(missing)("the glue", () => {
  const workload = { ...readText, assets: () => ASSETS };
  const blank = traceOf(glue, white(300, 40), (call) => {
    const { dims } = callOf(call);
    return [new Float32Array(dims[2]! * dims[3]!)];
  });
  const trace = blotted();
  const { payload, outputs } = trace;
  const [[map]] = outputs as [[Float32Array]];
  const MALFORMED: readonly (readonly [question: StepQuestion, message: string])[] = [
    [{ payload: new Uint8Array(), outputs: [] }, "a header of 12 bytes and pixels, found 0 bytes"],
    [{ payload: payload.slice(0, 11), outputs: [] }, "a header of 12 bytes and pixels, found 11 bytes"],
    [{ payload: payload.slice(0, -1), outputs: [] }, "295704 pixel bytes for 333 × 222 × 4, found 295703"],
    [{ payload: picture(2, 2, () => [1], 2), outputs: [] }, "3 or 4 channels, found 2"],
  ];
  const UNLIKE_THE_MODELS: readonly (readonly [question: StepQuestion, message: string])[] = [
    [
      { payload, outputs: [[map.slice(1)]] },
      `${map.length} probabilities from detection, found ${map.length - 1}`,
    ],
    [
      { payload, outputs: [[map], [new Float32Array(CLASSES + 1)]] },
      `a multiple of ${CLASSES} probabilities from recognition, found ${CLASSES + 1}`,
    ],
  ];

  it("has something to agree about", () => {
    expect(trace.calls.length).toBeGreaterThan(40);
    expect(blank.answer).toBe('{"lines":[]}');
  });

  it.for(STEP_LANGUAGES)(
    "agrees in $name about a map full of blots, RGBA, and what must be escaped",
    async (language, { skip }) => {
      skip(language.missing !== null, language.missing ?? "");
      const [first, second, third] = await language.ask(workload, [trace, blank, trace]);
      expectSameSteps(first!, trace, 2e-6);
      expectSameSteps(second!, blank, 2e-6);
      expectSameSteps(third!, trace, 2e-6);
    },
  );

  it.for(STEP_LANGUAGES)("refuses in $name what is malformed", async ({ name, missing, ask }, { skip }) => {
    skip(missing !== null, missing ?? "");
    const says = (message: string, ofC: string) => ({
      refused: expect.stringContaining(name.startsWith("C,") ? ofC : `expected ${message}`),
    });
    const answers = await ask(
      workload,
      [...MALFORMED, ...UNLIKE_THE_MODELS].map(([question]) => question),
    );
    expect(answers).toEqual([
      ...MALFORMED.map(([, message]) => says(message, "glue_start returned -1: the payload is not what")),
      ...UNLIKE_THE_MODELS.map(([, message]) =>
        says(message, "glue_resume returned -5: the model's outputs are not what"),
      ),
    ]);
  });
});
