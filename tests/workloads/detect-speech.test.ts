import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { compileNative, compilerVersion } from "../../loaders/glue/compile.ts";
import { gluePath } from "../../loaders/glue/sources.ts";
import { ownModels } from "../../loaders/models/model-file.ts";
import { readSignature } from "../../loaders/models/onnx-signature.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { packageVersion } from "../../loaders/targets/engines.ts";
import { createGlue } from "../../loaders/workloads/detect-speech/glue.ts";
import { utterances } from "../../loaders/workloads/detect-speech/recording.ts";
import { detectSpeech } from "../../loaders/workloads/detect-speech/workload.ts";
import type { ModelCall } from "../../loaders/workloads/workload.ts";
import { below, mulberry32 } from "../../src/model/random.ts";
import { projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

const FRAME = 512;
const STATE = 256;
const [small] = detectSpeech.sizes;

const missingPackage = (name: string): string | null => (packageVersion(name) === null ? name : null);
const NO_SILERO = missingPackage("@ricky0123/vad-web") ?? missingPackage("onnxruntime-node");
if (NO_SILERO) console.warn(`*** What Silero hears is SKIPPED: ${NO_SILERO} is not installed ***`);

type Outputs = readonly Float32Array[];

/** What a request came to: its calls, as they were when they were asked for, what they gave, and the answer. */
interface Served {
  readonly payload: Uint8Array;
  readonly calls: readonly ModelCall[];
  readonly outputs: readonly Outputs[];
  readonly answer: string;
}

const copyOf = ({ model, inputs }: ModelCall): ModelCall => ({
  model,
  inputs: inputs.map(({ data, dims }) => ({ data: data.slice(), dims })),
});

async function serve(
  payload: Uint8Array,
  model: (call: ModelCall, i: number) => Outputs | Promise<Outputs>,
): Promise<Served> {
  const steps = createGlue(new Uint8Array()).serve(payload);
  const calls: ModelCall[] = [];
  const outputs: Outputs[] = [];
  let step = steps.next();
  while (!step.done) {
    calls.push(copyOf(step.value));
    outputs.push(await model(step.value, outputs.length));
    step = steps.next(outputs.at(-1)!);
  }
  return { payload, calls, outputs, answer: new TextDecoder().decode(step.value) };
}

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
    serve(payload, (_, i) => [Float32Array.of(0), new Float32Array(STATE).fill(i + 1)]);

  it.each(MALFORMED)("is refused if it is %s", async (_, payload, message) => {
    await expect(firstCalls(payload)).rejects.toThrow(message);
  });

  it("is cut into frames that begin with the end of the one before, the last filled up with zeros", async () => {
    const values = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? i : -i));
    const { calls } = await firstCalls(riff(format(), samples([...values, -32_768])));
    const scaled = values.map((value) => value / 32_768);
    expect(calls.map(({ inputs }) => [...inputs[0]!.data])).toEqual([
      [...new Array(64).fill(0), ...scaled.slice(0, 512)],
      [...scaled.slice(448), -1, ...new Array(512 - 89).fill(0)],
    ]);
  });

  it("hands the state on from call to call, beside the rate", async () => {
    const { calls } = await firstCalls(silence(3));
    expect(calls.map(({ model, inputs }) => [model, ...inputs.map(({ dims }) => dims)])).toEqual(
      calls.map(() => ["voice", [1, 576], [2, 1, 128], []]),
    );
    expect(calls.map(({ inputs }) => inputs[1]!.data)).toEqual(
      [0, 1, 2].map((value) => new Float32Array(STATE).fill(value)),
    );
    expect(calls.map(({ inputs }) => inputs[2]!.data)).toEqual(calls.map(() => BigInt64Array.of(16_000n)));
  });

  it("may hold other chunks, of odd sizes too, and anything behind its samples", async () => {
    const odd = [...chunk("LIST", bytesOf("INFOa")), 0];
    const { calls } = await firstCalls(
      riff(odd, format(), chunk("fact", [1, 2, 3, 4]), samples([8]), bytesOf("junk")),
    );
    expect([...calls[0]!.inputs[0]!.data.subarray(63, 66)]).toEqual([0, 8 / 32_768, 0]);
  });

  it("may be empty, and then needs no model", async () => {
    const { calls, answer } = await firstCalls(silence(0));
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
  return serve(silence(probabilities.length, probabilities.length && LESS), (_, i) => [
    Float32Array.of(probabilities[i]!),
    new Float32Array(STATE),
  ]);
};

describe("hysteresis", () => {
  it.each(HEARD)("hears %s", async (_, plan, segments) => {
    expect(segmentsOf((await hearing(plan)).answer)).toEqual(segments.map(([from, to]) => ({ from, to })));
  });

  it("writes three digits, and the length of the recording", async () => {
    expect((await hearing("40×1")).answer).toBe('{"seconds":1.274,"segments":[{"from":0.000,"to":1.274}]}');
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

/** By size, with what Silero said. */
const served = new Map<string, Served>();

describe.skipIf(NO_SILERO)("a recording of the project's own making", () => {
  const THRESHOLDS = [0.5, 0.35];

  beforeAll(async () => {
    const { default: ort } = await import("onnxruntime-node");
    const [{ name }] = detectSpeech.models as [(typeof detectSpeech.models)[0]];
    const [file] = await ownModels(detectSpeech);
    const { inputs } = readSignature(readFileSync(file!.path));
    const session = await ort.InferenceSession.create(file!.path);
    expect(session.inputNames).toEqual(inputs.map((input) => input.name));
    const model = async (call: ModelCall): Promise<Outputs> => {
      expect(call.model).toBe(name);
      const feeds = call.inputs.map(({ data, dims }, i) => [
        inputs[i]!.name,
        new ort.Tensor(inputs[i]!.type as "float32", data as Float32Array, dims),
      ]);
      const results = await session.run(Object.fromEntries(feeds));
      return session.outputNames.map((output) => results[output]!.data as Float32Array);
    };
    for (const size of detectSpeech.sizes) {
      served.set(size.id, await serve(detectSpeech.payload(size, mulberry32(1)), model));
    }
  });

  it("is the same bytes on every machine", () => {
    expect(createHash("sha256").update(served.get("small")!.payload).digest("hex")).toBe(
      "bfe9d7d0fc51a826d782f5ebb78fe5b885d9cc4d2cbaf95cbe2b5689674ffe22",
    );
  });

  it.each(detectSpeech.sizes)("is heard right: $label", (size) => {
    expect(detectSpeech.judge!(JSON.parse(served.get(size.id)!.answer), size)).toBe(null);
  });

  it.each(detectSpeech.sizes)("leaves rounding nothing to decide: $label", (size) => {
    const probabilities = served.get(size.id)!.outputs.map(([probability]) => probability![0]!);
    const distances = probabilities.flatMap((p) => THRESHOLDS.map((threshold) => Math.abs(p - threshold)));
    expect(probabilities).toHaveLength(Math.ceil((size.seconds * 16_000) / FRAME));
    expect(Math.min(...distances)).toBeGreaterThan(0.02);
  });
});

/** A request in another language: its calls, whose inputs are copies, and the answer; or what it was refused with. */
type Elsewhere = Pick<Served, "calls" | "answer"> | { readonly refused: string };

type Question = Pick<Served, "payload" | "outputs">;

const TYPES = [Float32Array, Float32Array, BigInt64Array] as const;
const lengthOf = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

async function inPython(questions: readonly Question[]): Promise<Elsewhere[]> {
  const work = temporaryFolder();
  const folders = questions.map(({ payload, outputs }, i) => {
    const folder = join(work, String(i));
    mkdirSync(folder);
    writeFileSync(join(folder, "payload"), payload);
    writeFileSync(
      join(folder, "outputs"),
      Float32Array.from(outputs.flatMap((of) => of.flatMap((x) => [...x]))),
    );
    return folder;
  });
  const driver = join(projectRoot, "tests", "fixtures", "speech-driver.py");
  const ran = await runCommand(projectPython!.file, [driver, gluePath("detect-speech", "py"), ...folders]);
  if (!ran.ok) throw new Error(ran.stderr);
  type Said = { refused: string } | { calls: { model: string; dims: number[][] }[]; answer: string };
  return (JSON.parse(ran.stdout) as Said[]).map((said, i) => {
    if ("refused" in said) return said;
    const bytes = readFileSync(join(folders[i]!, "inputs"));
    let at = 0;
    const next = (length: number) => {
      at += length;
      return new Uint8Array(bytes.subarray(at - length, at)).buffer;
    };
    const calls = said.calls.map(({ model, dims }) => ({
      model,
      inputs: TYPES.map((Type, k) => ({
        data: new Type(next(lengthOf(dims[k]!) * Type.BYTES_PER_ELEMENT)),
        dims: dims[k]!,
      })),
    }));
    return { calls, answer: said.answer };
  });
}

/** One library serves all: each request meets what the one before has left behind. */
async function inC(questions: readonly Question[]): Promise<Elsewhere[]> {
  const { default: koffi } = await import("koffi");
  const library = koffi.load(await compileNative("detect-speech"));
  const init = library.func("int32_t glue_init(const uint8_t *assets, int32_t bytes)");
  const start = library.func(
    "int32_t glue_start(const uint8_t *payload, int32_t bytes, uint64_t *inputs, int32_t *dims)",
  );
  const resume = library.func(
    "int32_t glue_resume(const uint64_t *outputs, const int32_t *lengths, uint64_t *inputs, int32_t *dims)",
  );
  const result = library.func("int32_t glue_result(uint64_t *result)");
  const bytesAt = (at: bigint, length: number) => new Uint8Array(koffi.view(at, length)).slice().buffer;
  init(new Uint8Array(), 0);
  return questions.map(({ payload, outputs }) => {
    const inputs = new BigUint64Array(16);
    const dims = new Int32Array(128);
    const calls: ModelCall[] = [];
    let step: number = start(payload, payload.length, inputs, dims);
    while (step > 0) {
      let at = 0;
      const shapes = TYPES.map(() => {
        const from = at + 1;
        at = from + dims[at]!;
        return [...dims.subarray(from, at)];
      });
      calls.push({
        model: detectSpeech.models[step - 1]!.name,
        inputs: TYPES.map((Type, k) => ({
          data: new Type(bytesAt(inputs[k]!, lengthOf(shapes[k]!) * Type.BYTES_PER_ELEMENT)),
          dims: shapes[k]!,
        })),
      });
      const given = outputs[calls.length - 1]!;
      const addresses = BigUint64Array.from(given, (output) => koffi.address(output));
      step = resume(
        addresses,
        Int32Array.from(given, (output) => output.length),
        inputs,
        dims,
      );
    }
    if (step < 0) return { refused: `error ${step}` };
    const at = new BigUint64Array(1);
    const length: number = result(at);
    return { calls, answer: new TextDecoder().decode(bytesAt(at[0]!, length)) };
  });
}

/** With its tensors as text: there are too many numbers to be compared one by one. */
const written = (served: Elsewhere) =>
  "refused" in served
    ? served
    : {
        answer: served.answer,
        calls: served.calls.map(({ model, inputs }) => [
          model,
          ...inputs.map(
            ({ data, dims }) => `${dims} ${Buffer.from(data.buffer as ArrayBuffer).toString("base64")}`,
          ),
        ]),
      };

const LANGUAGES = [
  { name: "Python", ask: inPython, missing: projectPython ? null : "numpy" },
  { name: "C", ask: inC, missing: (await compilerVersion()) ? missingPackage("koffi") : "a compiler" },
];

for (const { name, missing } of LANGUAGES) {
  if (missing)
    console.warn(`*** ${name} is SKIPPED in the agreement on detect-speech: ${missing} is missing ***`);
}

describe.each(LANGUAGES)("the glue in $name", ({ ask, missing }) => {
  it.skipIf(missing)("asks and answers as the one in TypeScript does", async () => {
    const random = mulberry32(5);
    const noise = Array.from({ length: 60 }, () => `${1 + below(random, 6)}×${random()}`).join(" ");
    const plans = [...HEARD.map(([, plan]) => plan), noise, "0×0"];
    const reference = [...served.values(), ...(await Promise.all(plans.map(hearing)))];
    const answers = await ask(reference);
    expect(answers.map(written)).toEqual(reference.map(written));
  });

  it.skipIf(missing)("refuses what the one in TypeScript refuses", async () => {
    const answers = await ask(MALFORMED.map(([, payload]) => ({ payload, outputs: [] })));
    expect(answers).toEqual(
      MALFORMED.map(([, , message]) => ({
        refused: ask === inC ? "error -1" : expect.stringContaining(message),
      })),
    );
  });
});
