import { describe, expect, it } from "vitest";
import { loadRules } from "../../loaders/traces/read-trace.ts";
import {
  type EvidenceFault,
  evidenceGate,
  evidenceOf,
  SOUND_EVIDENCE,
} from "../../src/model/evidence-gate.ts";
import { evidenceOfRecording } from "../../src/model/recorded-attribution.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import { attributionRowOf, execution, recordingHeader, recordingOf } from "../fixtures/recording.ts";
import { readSample } from "../fixtures/trace-samples.ts";
import { profileOf } from "./traces/trees.ts";

const rules = loadRules(undefined);

type Stacks = Parameters<typeof profileOf>[0];

function faultsOf(stacks: Stacks): EvidenceFault["kind"][] {
  const gate = evidenceGate(evidenceOf(attributeTrace(profileOf(stacks), rules)));
  return gate.state === "sound" ? [] : gate.faults.map(({ kind }) => kind);
}

const MAIN = "main@app.py#python";
const CALL = "_call_impl@/venv/lib/python3.12/site-packages/torch/nn/modules/module.py#python";
const CONV = "_conv_forward@/venv/lib/python3.12/site-packages/torch/nn/modules/conv.py#python";
const RUN =
  "run@/venv/lib/python3.12/site-packages/onnxruntime/capi/onnxruntime_inference_collection.py#python";

describe("a native engine that the profile did not look into", () => {
  it("bears no verdict where only its Python frames were seen", () => {
    expect(
      faultsOf([
        [[MAIN], 9],
        [[MAIN, CALL, CONV], 91],
      ]),
    ).toEqual(["hidden engine"]);
    expect(
      faultsOf([
        [[MAIN], 60],
        [[MAIN, RUN], 40],
      ]),
    ).toEqual(["hidden engine"]);
  });

  it("is named, with the time that its Python frames were billed for", () => {
    const profile = profileOf([
      [[MAIN], 20],
      [[MAIN, RUN], 30],
      [[MAIN, CALL, CONV], 50],
    ]);
    expect(evidenceOf(attributeTrace(profile, rules)).hiddenEngine).toEqual({ name: "PyTorch", share: 0.5 });
  });

  it("is seen where native frames, builtins or operators lie inside", () => {
    const native = "at::native::conv2d@libtorch_cpu.so#native";
    expect(
      faultsOf([
        [[MAIN], 9],
        [[MAIN, CALL, CONV], 20],
        [[MAIN, CALL, CONV, native], 71],
      ]),
    ).toEqual([]);
    const builtin = "<built-in method torch.conv2d>@~#builtin";
    expect(
      faultsOf([
        [[MAIN], 9],
        [[MAIN, CALL, CONV], 20],
        [[MAIN, CALL, CONV, builtin], 71],
      ]),
    ).toEqual([]);
    const operator = "aten::conv2d#cpu_op";
    const python = "torch/nn/modules/conv.py(453): _conv_forward#python_function";
    expect(
      faultsOf([
        [[python], 20],
        [[python, operator], 80],
      ]),
    ).toEqual([]);
    expect(faultsOf([[[python], 100]])).toContain("hidden engine");
  });

  it("is another matter than an engine that takes next to nothing, or pure Python", () => {
    expect(
      faultsOf([
        [[MAIN], 95],
        [[MAIN, RUN], 5],
      ]),
    ).toEqual([]);
    expect(faultsOf([[[MAIN], 100]])).toEqual([]);
  });

  it("does not count its waiting for a queue", () => {
    const waits = "get@/usr/lib/python3.12/queue.py#python";
    expect(
      faultsOf([
        [[MAIN], 60],
        [[MAIN, CALL, waits], 40],
      ]),
    ).toEqual([]);
  });
});

describe("time that nobody explains", () => {
  it("is at most a tenth", () => {
    expect(
      faultsOf([
        [[MAIN], 90],
        [["mystery"], 10],
      ]),
    ).toEqual([]);
    expect(
      faultsOf([
        [[MAIN], 89],
        [["mystery"], 11],
      ]),
    ).toEqual(["unattributed"]);
  });

  it("is not what is known to be waiting, unless others may have worked meanwhile", () => {
    const attribution = attributeTrace(
      profileOf([
        [[MAIN], 20],
        [["idle#idle"], 80],
      ]),
      rules,
    );
    expect(evidenceGate(evidenceOf(attribution))).toEqual({ state: "sound" });
    const gate = evidenceGate(evidenceOf(attribution, { unfollowedMs: 80 }));
    expect(gate).toMatchObject({
      state: "unsound",
      excludes: "all",
      faults: [{ kind: "unattributed", explainedShare: expect.closeTo(0.2, 9), unfollowedShare: 0.8 }],
    });
  });
});

describe("a profiler that slowed the program", () => {
  it("by more than a quarter leaves shares that bear no verdict", () => {
    expect(evidenceGate({ ...SOUND_EVIDENCE, inflation: 0.25 })).toEqual({ state: "sound" });
    expect(evidenceGate({ ...SOUND_EVIDENCE, inflation: 0.26 })).toMatchObject({
      state: "unsound",
      faults: [{ kind: "inflated", inflation: 0.26 }],
    });
  });

  it("counts in a recording where the slow-down can be told from the spread, and not for marks", () => {
    const inflationOf = (walls: readonly number[], over: Parameters<typeof attributionRowOf>[0] = {}) => {
      const plain = walls.map((wallMs, replicate) => execution({ wallMs, replicate }));
      const rows = [...plain, execution({ arm: "profiled", wallMs: 1_500 }), attributionRowOf(over)];
      const summary = summariseRecording(recordingOf(recordingHeader(), rows))!;
      return evidenceOfRecording(summary, summary.attributions[0]!).inflation;
    };
    expect(inflationOf([1_000])).toBeCloseTo(0.5, 9);
    expect(inflationOf([600, 1_000, 2_000])).toBeNull();
    expect(inflationOf([1_000], { evidence: "marked" })).toBeNull();
  });
});

describe("time on a device", () => {
  it("bears no verdict on what leaves the device, waiting for it included", () => {
    const attribution = attributeTrace(importTrace(readSample("kineto.gpu-bound.json")), rules);
    const facts = evidenceOf(attribution);
    expect(facts.deviceShare).toBeCloseTo(0.98, 9);
    expect(evidenceGate(facts)).toMatchObject({ state: "unsound", excludes: "ports" });
    expect(
      faultsOf([
        [[MAIN], 50],
        [[MAIN, "cudaStreamSynchronize@libcudart.so#native"], 50],
      ]),
    ).toEqual(["on a device"]);
  });

  it("is known from the engine's execution provider", () => {
    const kernel = (provider: string) => `Conv@${provider}#ort_kernel`;
    expect(faultsOf([[[kernel("CUDAExecutionProvider")], 9]])).toEqual(["on a device"]);
    expect(faultsOf([[[kernel("CPUExecutionProvider")], 9]])).toEqual([]);
  });
});
