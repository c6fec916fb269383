import { describe, expect, it } from "vitest";
import type { Session } from "../../loaders/engines/engine.ts";
import type { DueCall, GlueHost } from "../../loaders/glue/host.ts";
import type { Job, JobModel } from "../../loaders/worker/job.ts";
import { Laps, MODEL_CALL, RESUME } from "../../loaders/worker/laps.ts";
import { joinPipeline } from "../../loaders/worker/pipeline.ts";
import { callsOf, parseOutputs } from "../../src/model/outputs.ts";

const model = (name: string, ...inputs: string[]): JobModel => ({
  name,
  path: "",
  inputs: inputs.map((input) => ({ name: input, type: "float32", dims: [] })),
  outputs: [{ name: "y", type: "float32", dims: [] }],
});

const jobOf = (maxResultLength: number | null): Job => ({
  workload: "test",
  target: "test",
  payloadPath: "",
  responsePath: "",
  assetsPath: "",
  models: [model("find", "x"), model("read", "line", "state")],
  maxResultLength,
  decode: null,
  threads: 1,
  settings: {},
  artefacts: {},
});

/** Keeps the thread for so long. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const ANSWER = '{"n":[1.5,2]}';

/** Asks the first model and then the second one twice, with inputs in memory that moves on when outputs are taken. */
function threeCalls(result: Uint8Array | Float32Array) {
  const heard: number[][] = [];
  let memory = new Float32Array(4);
  let at = 0;
  const due: readonly (() => DueCall)[] = [
    () => ({ model: 0, inputs: [{ data: memory.fill(1), dims: [2, 2] }] }),
    () => ({ model: 1, inputs: [2, 3].map(() => ({ data: memory.fill(2).subarray(0, 2), dims: [2] })) }),
    () => ({ model: 1, inputs: [2, 3].map(() => ({ data: memory.fill(3).subarray(0, 3), dims: [3] })) }),
  ];
  const host: GlueHost = {
    request: (bytes) => new Uint8Array(bytes),
    start: () => {
      at = 0;
    },
    call: () => due[at]?.() ?? null,
    acceptOutputs: (outputs) => {
      heard.push(outputs.map(([first]) => first!));
      const { byteLength } = structuredClone(memory, { transfer: [memory.buffer] });
      memory = new Float32Array(byteLength / 4);
    },
    resume: () => {
      work(2);
      at++;
    },
    result: () => result,
  };
  return { host, heard };
}

/** Gives so many floats, of its own number. */
const session = (number: number, floats: number): Session => ({
  run: async () => {
    work(3);
    return [new Float32Array(floats).fill(number)];
  },
  endProfile: async () => null,
  release: async () => {},
});

function join(maxResultLength: number | null, result: Uint8Array | Float32Array) {
  const { host, heard } = threeCalls(result);
  const responses: unknown[] = [];
  const exchange = {
    request: (memoryFor: (bytes: number) => Uint8Array) => void memoryFor(3),
    respond: (response: unknown) => void responses.push(response),
  };
  const pipeline = joinPipeline(jobOf(maxResultLength), host, [session(7, 1), session(8, 5)], exchange);
  return { pipeline, heard, responses };
}

const answer = new TextEncoder().encode(ANSWER);

describe("a request that calls two models three times", () => {
  it("adds its laps up by segment, to all the time that it took", async () => {
    const { pipeline } = join(null, answer);
    const laps = new Laps();
    await pipeline.run(laps);
    const sum = laps.spanMs.reduce((all, span) => all + span, 0);
    expect(sum).toBeCloseTo(laps.wallMs, 6);
    expect(laps.spanMs[MODEL_CALL]).toBeGreaterThanOrEqual(9);
    expect(laps.spanMs[RESUME]).toBeGreaterThanOrEqual(6);
    expect(Math.min(...laps.spanMs)).toBeGreaterThanOrEqual(0);
  });

  it("hands outputs on, responds once, and counts the calls of each model anew", async () => {
    const { pipeline, heard, responses } = join(null, answer);
    const laps = new Laps();
    await pipeline.run(laps);
    await pipeline.run(laps);
    expect(heard).toEqual([[7], [8], [8], [7], [8], [8]]);
    expect(responses).toEqual([answer, answer]);
    expect(pipeline.calls).toEqual([1, 2]);
  });

  it("records the first call's inputs, as they were, and how much went through each", async () => {
    const { pipeline } = join(null, answer);
    const outputs = parseOutputs(await pipeline.outputs(new Laps()));
    expect(outputs.map(({ name }) => name)).toEqual(["x", "calls", "result"]);
    expect(outputs[0]!.data).toEqual(Float32Array.of(1, 1, 1, 1));
    expect(callsOf(outputs)).toEqual([
      { model: 0, inputBytes: 16, outputBytes: 4 },
      { model: 1, inputBytes: 16, outputBytes: 20 },
      { model: 1, inputBytes: 24, outputBytes: 20 },
    ]);
    expect(outputs[2]).toMatchObject({ data: Float32Array.of(1.5, 2), json: { bytes: answer } });
  });

  it("records no calls where each request has the same one, but what memory that moved on had held", async () => {
    const { pipeline } = join(2, Float32Array.of(0.5, 0.25));
    const laps = new Laps();
    await pipeline.run(laps);
    expect(parseOutputs(await pipeline.outputs(laps))).toEqual([
      { name: "x", data: Float32Array.of(1, 1, 1, 1) },
      { name: "result", data: Float32Array.of(0.5, 0.25) },
    ]);
  });
});

describe("a request without a call", () => {
  it("is answered, and recorded as such", async () => {
    const host: GlueHost = { ...threeCalls(answer).host, call: () => null };
    const exchange = { request: () => {}, respond: () => {} };
    const pipeline = joinPipeline(jobOf(null), host, [session(7, 1), session(8, 5)], exchange);
    const outputs = parseOutputs(await pipeline.outputs(new Laps()));
    expect(outputs.map(({ name }) => name)).toEqual(["calls", "result"]);
    expect(callsOf(outputs)).toEqual([]);
    expect(pipeline.calls).toEqual([0, 0]);
  });
});
