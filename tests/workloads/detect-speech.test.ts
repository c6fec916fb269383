import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createGlue } from "../../loaders/workloads/detect-speech/glue.ts";
import { utterances } from "../../loaders/workloads/detect-speech/recording.ts";
import { detectSpeech } from "../../loaders/workloads/detect-speech/workload.ts";
import { below, mulberry32 } from "../../src/model/random.ts";
import { missingForModels, recordedRequests } from "../fixtures/recorded-requests.ts";
import { expectSameSteps, STEP_LANGUAGES, type Trace, traceOf } from "../fixtures/step-hosts.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

const FRAME = 512;
const STATE = 256;
const [small] = detectSpeech.sizes;

const missing = await missingForModels(detectSpeech);
if (missing) console.warn(`*** What Silero hears is SKIPPED: ${missing} ***`);

const glue = createGlue(new Uint8Array());

const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
const u16 = (value: number) => [value & 255, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const chunk = (name: string, bytes: readonly number[], size = bytes.length) => [
  ...bytesOf(name),
  ...u32(size),
  ...bytes,
];
const riff = (...chunks: readonly (readonly number[])[]) =>
  Uint8Array.from([...bytesOf("RIFF"), ...u32(0), ...bytesOf("WAVE"), ...chunks.flat()]);

const format = ({ format = 1, channels = 1, rate = 16_000, bits = 16 } = {}) =>
  chunk("fmt ", [...u16(format), ...u16(channels), ...u32(rate), 0, 0, 0, 0, 0, 0, ...u16(bits)]);
const samples = (values: readonly number[]) =>
  chunk(
    "data",
    values.flatMap((value) => u16(value & 0xffff)),
  );

/** A recording of silence, of so many frames, the last one maybe cut off. */
const silence = (frames: number, less = 0) =>
  riff(format(), samples(Array.from({ length: frames * FRAME - less }, () => 0)));

const segmentsOf = (answer: string) =>
  (JSON.parse(answer) as { segments: { from: number; to: number }[] }).segments;

const MALFORMED: readonly (readonly [what: string, payload: Uint8Array, message: string])[] = [
  [
    "another format",
    Uint8Array.of(...bytesOf("OggS and so on")),
    'expected a WAV that starts with "RIFF" and has "WAVE" at byte 8, found "OggS" and " so "',
  ],
  ["nothing", new Uint8Array(), 'found "" and ""'],
  [
    "floats",
    riff(format({ format: 3, bits: 32 }), samples([])),
    "found format 3, channels 1, 16000 Hz and 32 bits",
  ],
  ["stereo", riff(format({ channels: 2 }), samples([])), "found format 1, channels 2, 16000 Hz and 16 bits"],
  [
    "44.1 kHz",
    riff(format({ rate: 44_100 }), samples([])),
    "found format 1, channels 1, 44100 Hz and 16 bits",
  ],
  ["8 bits", riff(format({ bits: 8 }), samples([])), "found format 1, channels 1, 16000 Hz and 8 bits"],
  ["a short format", riff(chunk("fmt ", [1, 0, 1, 0])), 'at least 16 bytes in the chunk "fmt ", found 4'],
  ["no format", riff(samples([1, 2])), 'expected the chunk "fmt " before "data", found none'],
  ["no samples", riff(format()), 'expected the chunk "data", found none in 36 bytes'],
  [
    "a file that is cut off",
    riff(format(), chunk("data", [1, 0, 2, 0], 6)),
    'expected 6 bytes in the chunk "data", found 4: the file is cut off',
  ],
  [
    "a size beyond all files",
    riff(format(), chunk("LIST", [], 0xffffffff), samples([1])),
    'expected 4294967295 bytes in the chunk "LIST", found 10: the file is cut off',
  ],
  ["half a sample", riff(format(), chunk("data", [1, 0, 2])), 'an even number of bytes in "data", found 3'],
];

describe("a recording", () => {
  const firstCalls = (payload: Uint8Array) =>
    traceOf(glue, payload, (_, i) => [Float32Array.of(0), new Float32Array(STATE).fill(i + 1)]);

  it.each(MALFORMED)("is refused if it is %s", (_, payload, message) => {
    expect(() => firstCalls(payload)).toThrow(message);
  });

  it("is cut into frames that begin with the end of the one before, the last filled up with zeros", () => {
    const values = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? i : -i));
    const { calls } = firstCalls(riff(format(), samples([...values, -32_768])));
    const scaled = values.map((value) => value / 32_768);
    expect(calls.map(({ inputs }) => [...inputs[0]!.data])).toEqual([
      [...new Array(64).fill(0), ...scaled.slice(0, 512)],
      [...scaled.slice(448), -1, ...new Array(512 - 89).fill(0)],
    ]);
  });

  it("hands the state on from call to call, beside the rate", () => {
    const { calls } = firstCalls(silence(3));
    expect(calls.map(({ model, inputs }) => [model, ...inputs.map(({ dims }) => dims)])).toEqual(
      calls.map(() => ["voice", [1, 576], [2, 1, 128], []]),
    );
    expect(calls.map(({ inputs }) => inputs[1]!.data)).toEqual(
      [0, 1, 2].map((value) => new Float32Array(STATE).fill(value)),
    );
    expect(calls.map(({ inputs }) => inputs[2]!.data)).toEqual(calls.map(() => BigInt64Array.of(16_000n)));
  });

  it("may hold other chunks, of odd sizes too, and anything behind its samples", () => {
    const odd = [...chunk("LIST", bytesOf("INFOa")), 0];
    const { calls } = firstCalls(
      riff(odd, format(), chunk("fact", [1, 2, 3, 4]), samples([8]), bytesOf("junk")),
    );
    expect([...calls[0]!.inputs[0]!.data.subarray(63, 66)]).toEqual([0, 8 / 32_768, 0]);
  });

  it("may be empty, and then needs no model", () => {
    const { calls, answer } = firstCalls(silence(0));
    expect(calls).toEqual([]);
    expect(answer).toBe('{"seconds":0.000,"segments":[]}');
  });
});

/** Probabilities of frames, as text: "10×0 20×0.9" are ten of 0 and then twenty of 0.9. */
function planted(plan: string): number[] {
  return plan.split(" ").flatMap((part) => {
    const [frames, probability] = part.split("×").map(Number);
    return new Array<number>(frames!).fill(probability!);
  });
}

const HEARD: readonly (readonly [
  what: string,
  plan: string,
  segments: readonly (readonly [number, number])[],
])[] = [
  ["nothing where nobody speaks", "40×0.1", []],
  ["speech, padded by 30 ms", "10×0 20×0.9 10×0", [[0.29, 0.99]]],
  ["no padding before the beginning", "10×0.5 10×0", [[0, 0.35]]],
  ["no blip of 7 frames", "10×0 7×1 10×0", []],
  ["a word of 8 frames", "10×0 8×1 10×0", [[0.29, 0.606]]],
  ["one segment across a gap of 4 frames", "10×0 10×1 3×0 1×0.4 10×1 10×0", [[0.29, 1.118]]],
  [
    "two segments across a gap of 5 frames",
    "10×0 10×1 5×0 10×1 10×0",
    [
      [0.29, 0.67],
      [0.77, 1.15],
    ],
  ],
  ["on between the thresholds, but no beginning", "10×0.4 5×0.5 10×0.4 10×0", [[0.29, 0.83]]],
  ["on at 0.3501 and an end at 0.3499", "10×1 5×0.3501 5×0.3499 5×1", [[0, 0.51]]],
  ["an end where the silence began", "10×1 1×0.3 9×0.4 1×0.3 9×0.4", [[0, 0.35]]],
  ["speech up to the end", "10×0 20×1", [[0.29, 0.954]]],
  ["speech up to the end, after too short a silence", "10×0 10×1 4×0", [[0.29, 0.762]]],
  ["no speech that is too short up to the end", "10×0 8×1", []],
];

// The last frame is cut off, so the recording ends 100 samples before its frames do.
const LESS = 100;
const hearing = (plan: string) => {
  const probabilities = planted(plan);
  return traceOf(glue, silence(probabilities.length, probabilities.length && LESS), (_, i) => [
    Float32Array.of(probabilities[i]!),
    new Float32Array(STATE).fill(i + 1),
  ]);
};

describe("hysteresis", () => {
  it.each(HEARD)("hears %s", (_, plan, segments) => {
    expect(segmentsOf(hearing(plan).answer)).toEqual(segments.map(([from, to]) => ({ from, to })));
  });

  it("writes three digits, and the length of the recording", () => {
    expect(hearing("40×1").answer).toBe('{"seconds":1.274,"segments":[{"from":0.000,"to":1.274}]}');
  });
});

describe("judge", () => {
  const said = utterances(small!.seconds);
  const judge = (segments: unknown) => detectSpeech.judge!({ seconds: 3, segments }, small!);

  it("accepts what was said, give or take 0.2 s", () => {
    expect(judge(said)).toBe(null);
    expect(judge(said.map(({ from, to }) => ({ from: from - 0.19, to: to + 0.19 })))).toBe(null);
  });

  it("says what was not heard, heard wrongly, heard where nobody speaks, or heard in parts", () => {
    const [first, second] = said as [(typeof said)[0], (typeof said)[0]];
    expect(judge([second])).toBe("speech from 0.500 s to 1.060 s was not heard");
    expect(judge([{ ...first, to: 1.3 }, second])).toBe(
      "speech from 0.500 s to 1.060 s was heard from 0.500 s to 1.300 s: each end may be off by 0.2 s",
    );
    expect(judge([...said, { from: 2.9, to: 3 }])).toBe(
      "speech was heard from 2.900 s to 3.000 s, where nobody speaks",
    );
    expect(judge([first, { ...first, from: 1 }, second])).toBe("2 utterances were heard as 3");
    expect(judge(undefined)).toBe(
      'expected {"seconds":…,"segments":[{"from":…,"to":…},…]}, found {"seconds":3}',
    );
  });
});

describe("a recording of the project's own making", () => {
  const THRESHOLDS = [0.5, 0.35];
  let traces: ReadonlyMap<string, Trace>;

  beforeAll(async () => {
    if (!missing) traces = await recordedRequests(detectSpeech);
  });

  it("is the same bytes on every machine", () => {
    expect(
      createHash("sha256")
        .update(detectSpeech.payload(small!, mulberry32(1)))
        .digest("hex"),
    ).toBe("bfe9d7d0fc51a826d782f5ebb78fe5b885d9cc4d2cbaf95cbe2b5689674ffe22");
  });

  it.skipIf(missing).each(detectSpeech.sizes)("leaves rounding nothing to decide: $label", (size) => {
    const probabilities = traces.get(size.id)!.outputs.map(([probability]) => probability![0]!);
    const distances = probabilities.flatMap((p) => THRESHOLDS.map((threshold) => Math.abs(p - threshold)));
    expect(probabilities).toHaveLength(Math.ceil((size.seconds * 16_000) / FRAME));
    expect(Math.min(...distances)).toBeGreaterThan(0.02);
  });
});

describe.skipIf(missing)("the glue", () => {
  const random = mulberry32(5);
  const noise = Array.from({ length: 60 }, () => `${1 + below(random, 6)}×${random()}`).join(" ");
  const traces = [...HEARD.map(([, plan]) => plan), noise, "0×0"].map(hearing);

  it.for(STEP_LANGUAGES)("asks and answers in $name as it does in TypeScript", async (language, { skip }) => {
    skip(language.missing !== null, language.missing ?? "");
    const answers = await language.ask(detectSpeech, traces);
    for (const [i, trace] of traces.entries()) expectSameSteps(answers[i]!, trace, 0);
  });

  it.for(STEP_LANGUAGES)("refuses in $name what it should", async ({ name, missing, ask }, { skip }) => {
    skip(missing !== null, missing ?? "");
    const answers = await ask(
      detectSpeech,
      MALFORMED.map(([, payload]) => ({ payload, outputs: [] })),
    );
    const ofC = "glue_start returned -1: the payload is not what";
    expect(answers).toEqual(
      MALFORMED.map(([, , message]) => ({
        refused: expect.stringContaining(name.startsWith("C,") ? ofC : message),
      })),
    );
  });
});
