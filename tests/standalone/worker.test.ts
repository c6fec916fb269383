import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compilerVersion } from "../../loaders/glue/compile.ts";
import { WorkerCrash, WorkerProcess, WorkerTimeout } from "../../loaders/harness/worker-process.ts";
import { nodeWasiCommand } from "../../loaders/targets/node-wasi.ts";
import type { Job } from "../../loaders/worker/job.ts";
import type { SampleBatch } from "../../loaders/worker/protocol.ts";
import { createGlue } from "../../loaders/workloads/score-telemetry/glue.ts";
import { scoreTelemetry } from "../../loaders/workloads/score-telemetry/workload.ts";
import { parseOutputs, resultOf } from "../../src/model/outputs.ts";
import { mulberry32 } from "../../src/model/random.ts";
import { isRunning } from "../fixtures/is-running.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { nativeWorker, wasiWorker } from "./tiny-worker.ts";

const ROWS = 40;
const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const payload = scoreTelemetry.payload({ id: "small", label: "", rows: ROWS }, mulberry32(7));
const parameters = { warmTimeMs: 1, warmupIterations: 1, minIterations: 5, maxIterations: 5 };

interface Built {
  readonly file: string;
  readonly args: readonly string[];
}

const HOSTS: readonly (readonly [name: string, isThere: boolean, build: () => Promise<Built>])[] = [
  [
    "natively",
    (await compilerVersion()) !== null,
    async () => ({ file: await nativeWorker(folder), args: [] }),
  ],
  ["as a WASI module in node:wasi", true, async () => nodeWasiCommand(await wasiWorker(folder), folder)],
];

describe.each(HOSTS)("a worker in C, %s", (name, isThere, build) => {
  if (!isThere) {
    it.skip("needs a C compiler (CC, or cc)", () => {});
    return;
  }
  const isWasm = name !== "natively";
  let built: Built;
  let worker: WorkerProcess;
  let samples: SampleBatch[];

  beforeAll(async () => {
    built = await build();
    writeFileSync(at("payload"), payload);
    writeFileSync(at("assets"), "");
    for (const life of ["computes", "traps", "hangs"]) writeFileSync(at(life), life);
  });

  afterEach(async () => {
    await worker.close();
    expect(isRunning(worker.pid), "the worker outlived its test").toBe(false);
  });

  function open(given: Partial<Job> = {}, timeoutMs = 30_000): WorkerProcess {
    samples = [];
    const job: Job = {
      workload: "score-telemetry",
      target: "t",
      payloadPath: at("payload"),
      responsePath: at("response"),
      assetsPath: at("assets"),
      models: [
        {
          name: "tiny",
          path: at("none"),
          inputs: [{ name: "features", type: "float32", dims: [ROWS, 24] }],
          outputs: [{ name: "score", type: "float32", dims: [ROWS, 1] }],
        },
      ],
      maxResultLength: 2 + 3 * ROWS,
      decode: null,
      threads: 1,
      settings: {},
      artefacts: { weights: at("computes") },
      ...given,
    };
    worker = new WorkerProcess({ kind: "process", speaks: "plain-text", ...built }, job, {
      timeoutMs,
      signal: new AbortController().signal,
      cwd: folder,
      onSamples: (batch) => samples.push(batch),
    });
    return worker;
  }

  it("tells the phases of its start apart: what compiles it is its host", async () => {
    const { spawnMs, compileMs, sessionMs, firstInferenceMs } = await open().opened();
    expect(Math.min(spawnMs, sessionMs, firstInferenceMs)).toBeGreaterThan(0);
    expect(compileMs > 0).toBe(isWasm);
  });

  it("answers as the glue in TypeScript does, and writes the response and its tensors", async () => {
    await open().opened();
    await worker.writeOutputs(at("outputs"));
    const outputs = parseOutputs(readFileSync(at("outputs")));
    const glue = createGlue(new Uint8Array());
    const [features] = glue.preprocess(payload) as [Float32Array];
    const scores = Float32Array.from({ length: ROWS }, (_, row) => 0.5 - features[row * 24]!);
    expect(outputs.map((output) => output.name)).toEqual(["features", "result"]);
    expect(outputs[0]!.data).toEqual(features);
    const result = glue.postprocess([scores]);
    expect(result.length, "an alarm").toBeGreaterThan(2);
    expect(resultOf(outputs)).toEqual(result);
    expect(readFileSync(at("response"))).toEqual(
      Buffer.from(new Uint8Array(Float32Array.from(result).buffer)),
    );
  });

  it("hands over its samples in order before it is done; their parts are no more than the whole", async () => {
    await open().opened();
    const done = await worker.warm(parameters);
    expect(done.iterations).toBe(5);
    expect(samples.flatMap(({ firstIteration, wallMs }) => wallMs.map((_, i) => firstIteration + i))).toEqual(
      [...[0, 1, 2, 3, 4]],
    );
    for (const { startMs, wallMs, spanMs } of samples) {
      expect(startMs).toEqual(startMs.toSorted((a, b) => a - b));
      expect(spanMs).toHaveLength(7);
      wallMs.forEach((wall, i) => {
        const parts = spanMs.reduce((sum, spans) => sum + spans[i]!, 0);
        expect(parts).toBeCloseTo(wall, 4);
      });
    }
  });

  it("tells its linear memory in pages, or its CPU time: each what it can know", async () => {
    await open().opened();
    const { selfReportedBytes, cpuPerWall } = await worker.warm(parameters);
    if (isWasm) {
      expect(selfReportedBytes! % 65_536).toBe(0);
      expect(selfReportedBytes).toBeGreaterThan(2 ** 20);
      expect(cpuPerWall).toBeNull();
    } else {
      expect(selfReportedBytes).toBeNull();
      expect(cpuPerWall).toBeGreaterThan(0);
    }
  });

  it("has no profiler, and goes on", async () => {
    await open().opened();
    expect(await worker.profile("none", 1)).toBeNull();
    expect(await worker.warm(parameters)).toMatchObject({ iterations: 5 });
  });

  it.each<readonly [string, Partial<Job>, RegExp]>([
    ["a request that is not there", { payloadPath: at("nowhere") }, /nowhere cannot be read: No such file/],
    ["assets that are not there", { assetsPath: at("nowhere") }, /nowhere cannot be read: No such file/],
    ["weights that are not there", { artefacts: { weights: at("nowhere") } }, /weights cannot be read from/],
    [
      "a request that is none",
      { payloadPath: at("traps") },
      /glue_preprocess returned -1: the payload is not what the workload's spec\.md/,
    ],
    [
      "a result that is too long",
      { maxResultLength: 1 },
      /glue_postprocess returned -2: the result is longer than the workload declares/,
    ],
    ["a request in steps", { maxResultLength: null }, /serves requests that call one model once/],
  ])("names %s", async (_, given, message) => {
    const opened = open(given).opened();
    await expect(opened).rejects.toThrow(WorkerCrash);
    await expect(opened).rejects.toThrow(message);
  });

  it("loses itself only when it traps, with what it did", async () => {
    await open({ artefacts: { weights: at("traps") } }).opened();
    const warm = worker.warm(parameters);
    await expect(warm).rejects.toThrow(WorkerCrash);
    await expect(warm).rejects.toThrow(isWasm ? /unreachable/ : /killed by SIG(ILL|TRAP)/);
  });

  it("is ended when it hangs in its own code", async () => {
    await expect(open({ artefacts: { weights: at("hangs") } }, 600).opened()).rejects.toThrow(WorkerTimeout);
  });
});
