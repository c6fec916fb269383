import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toleranceOf } from "../../loaders/harness/run-slot.ts";
import { jobFor, referenceOutputs, stageWorkload } from "../../loaders/harness/stage.ts";
import { batchedModel } from "../../loaders/models/batched-model.ts";
import { leastModel } from "../../loaders/models/least-model.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { pythonGlue } from "../../loaders/python/glue.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { targetById } from "../../loaders/targets/index.ts";
import type { Reply } from "../../loaders/worker/protocol.ts";
import { sizeOf, workloadById } from "../../loaders/workloads/index.ts";
import type { CallWorkload } from "../../loaders/workloads/workload.ts";
import { compareOutputs, parseOutputs } from "../../src/model/outputs.ts";
import { projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
lendCache(home);
const folder = join(projectRoot, "loaders", "python");

/** The worker's own road on the CPU, which nothing but a test may choose: what it says of time is the host's. */
const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from gpu_worker import Engine, GpuPipeline, OrtSession
import worker

class OnCpu(Engine):
    def load(self):
        self.device = "cpu"
        if engine == "torch":
            import torch
            self.torch = torch
        else:
            import onnxruntime
            self.onnxruntime = onnxruntime

    def try_onnxruntime(self, path, threads):
        return self.onnxruntime and OrtSession(self.onnxruntime, path, threads, "cpu")

engine, job = sys.argv[2], json.loads(sys.argv[3])
variant = {"precision": job["precision"]} if job["precision"] else {}
sys.argv = [sys.argv[0], json.dumps(job)]

class Pipeline(GpuPipeline):
    def __init__(self, job):
        super().__init__(job, OnCpu(variant))
        self.precision = job["precision"]

worker.main(Pipeline)
`;

async function talk(engine: "onnxruntime" | "torch", python: string, id: string, precision: string | null) {
  const workload = workloadById(id) as CallWorkload;
  const size = sizeOf(workload, "small");
  const staged = stageWorkload(workload, size, [ownModel(workload)]);
  const job = jobFor(staged, targetById("python-cuda"), { glue: pythonGlue(id) });
  const outputs = join(home, `${id}-${engine}.bin`);
  const commands = [
    {
      command: "warm",
      parameters: { warmTimeMs: 0, warmupIterations: 0, minIterations: 2, maxIterations: 2 },
    },
    { command: "outputs", path: outputs },
    {
      command: "batch",
      ...batchedModel(job.models[0]!.path, job.models[0]!.inputs),
      sizes: [1, 2],
      roundsMs: 0,
      mostCallMs: 60_000,
    },
  ];
  const told = join(home, "commands.jsonl");
  writeFileSync(told, commands.map((command) => `${JSON.stringify(command)}\n`).join(""));
  const ran = await runCommand("/bin/sh", [
    "-c",
    'exec "$0" -c "$1" "$2" "$3" "$4" < "$5"',
    ...[python, PROGRAM, folder, engine, JSON.stringify({ ...job, precision }), told],
  ]);
  expect(ran.stderr).not.toMatch(/Traceback/);
  const replies = ran.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Reply);
  const reply = <T extends Reply["type"]>(type: T) =>
    replies.find((one): one is Extract<Reply, { type: T }> => one.type === type)!;
  expect(replies.filter(({ type }) => type === "error")).toEqual([]);
  const reference = await referenceOutputs(staged, {
    timeoutMs: 60_000,
    signal: new AbortController().signal,
  });
  return { reply, staged, found: parseOutputs(readFileSync(outputs)), reference };
}

describe.skipIf(!projectPython || process.platform === "win32")("the GPU's worker", () => {
  it("cuts a call at what the device tells: copying belongs to both sides, and nothing is lost", async () => {
    const ran = await runCommand(projectPython!.file, [
      "-c",
      `import sys; sys.path.insert(0, sys.argv[1])
from gpu_worker import tell_apart
from gpu_device import memory_of_process
marks = [0, 10, 20, 30, 1030, 1040, 1050, 1060]
print([tell_apart(marks, *parts) for parts in [(100, 700), (100, 2000), (5000, 1)]])
smi = "4242, 1234\\n77, 10\\n4242, 6\\n"
print([memory_of_process(smi, 4242), memory_of_process(smi, 1), memory_of_process("4242, [N/A]\\n", 4242)])`,
      folder,
    ]);
    expect(ran.stderr).toBe("");
    const [parts, memory] = ran.stdout
      .trim()
      .replaceAll("None", "null")
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(parts).toEqual([
      // Copied in until 130, computed until 830, and then copied back until the call's end.
      [0, 10, 20, 130, 830, 1040, 1050, 1060],
      // A device's clock that counts more than passed does not make the call longer.
      [0, 10, 20, 130, 1030, 1040, 1050, 1060],
      [0, 10, 20, 1030, 1030, 1040, 1050, 1060],
    ]);
    expect(memory).toEqual([1240 * 2 ** 20, null, null]);
  });

  it("looks for a provider with the least model that there is", () => {
    const [, text] = /LEAST_MODEL = "(.*)"/.exec(readFileSync(join(folder, "gpu_probe.py"), "utf8"))!;
    expect(text).toBe(Buffer.from(leastModel()).toString("base64"));
  });

  it("never lets the CPU stand in: without an engine for a GPU it is not available, with the command", async () => {
    const ran = await runCommand(projectPython!.file, [join(folder, "gpu_probe.py"), "python-cuda"]);
    expect(JSON.parse(ran.stdout)).toEqual({
      available: false,
      reason: "neither onnxruntime with CUDA nor torch with onnx2torch is in this Python",
      enable: expect.stringContaining("portolan setup gpu"),
    });
  });

  it("answers by onnxruntime with bound inputs and outputs as the reference does, call by call and in batches", async () => {
    const { reply, staged, found, reference } = await talk(
      "onnxruntime",
      projectPython!.file,
      "enhance-frame",
      null,
    );
    expect(compareOutputs(found, reference, staged.workload.tolerance)).toMatchObject({ agrees: true });
    const { wallMs, spanMs } = reply("samples");
    for (const [i, wall] of wallMs.entries())
      expect(spanMs.reduce((sum, spans) => sum + spans[i]!, 0)).toBeCloseTo(wall, 6);
    const { points, stopped } = reply("batched");
    expect(stopped).toBeNull();
    expect(points.map(({ batch }) => batch)).toEqual([1, 2]);
    for (const { parts, roundMs } of points) {
      const whole = parts!.toDeviceMs + parts!.computeMs + parts!.fromDeviceMs;
      expect(whole).toBeCloseTo(roundMs.reduce((sum, ms) => sum + ms, 0) / roundMs.length, 6);
    }
  });
});

/** Torch is gigabytes: who has it, and names that Python, tests its road too. */
const withTorch = process.env.PORTOLAN_GPU_PYTHON;

describe.skipIf(!withTorch)("the GPU's worker by torch", () => {
  it.each(
    ["classify-image", "detect-objects", "embed-text", "enhance-frame", "score-telemetry"].flatMap((id) =>
      ([null, "fp16", "bf16"] as const).map((precision) => [id, precision] as const),
    ),
  )("answers %s in %s as the reference does, in batches too", async (id, precision) => {
    const { reply, staged, found, reference } = await talk("torch", withTorch!, id, precision);
    const target = { ...targetById("python-cuda"), ...(precision ? { precision } : {}) };
    const allowed = toleranceOf(staged, target, reference);
    // Of boxes that are nearly as sure as each other, the order changes with the last digits: that is another answer.
    const agrees = precision === null || id !== "detect-objects";
    expect(compareOutputs(found, reference, allowed)).toMatchObject({ agrees });
    expect(reply("batched")).toMatchObject({ stopped: null });
  });
});
