import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../src/model/traces/attribute.ts";
import { cpuprofile } from "../../../src/model/traces/formats/cpuprofile.ts";
import { speedscope } from "../../../src/model/traces/formats/speedscope.ts";
import { modelCall } from "../../../src/model/traces/model-call.ts";
import { startUpSentence } from "../../../src/report/start-up.ts";
import { defaultRules } from "../../fixtures/default-rules.ts";
import { asBytes } from "../../fixtures/trace-samples.ts";

const ORT = "/venv/lib/python3.12/site-packages/onnxruntime/capi/onnxruntime_inference_collection.py";
const [MAIN, IMPORT, MODULE, LOAD, RUN, DECODE] = [0, 1, 2, 3, 4, 5];
const frames = [
  { name: "<module>", file: "app.py", line: 1 },
  { name: "_find_and_load", file: "<frozen importlib._bootstrap>", line: 1 },
  { name: "<module>", file: "/venv/lib/python3.12/site-packages/numpy/__init__.py", line: 1 },
  { name: "__init__", file: ORT, line: 2 },
  { name: "run", file: ORT, line: 3 },
  { name: "decode", file: "app.py", line: 9 },
];

/** Stacks of a second each. */
function recorded(...samples: number[][]) {
  return speedscope.parse(
    asBytes({
      $schema: "https://www.speedscope.app/file-format-schema.json",
      exporter: "py-spy@0.4.3",
      shared: { frames },
      profiles: [
        {
          type: "sampled",
          name: 'Thread 1 "MainThread"',
          unit: "seconds",
          startValue: 0,
          endValue: samples.length,
          samples,
          weights: samples.map(() => 1),
        },
      ],
    }),
  );
}

describe("start-up", () => {
  const whole = [
    [MAIN, IMPORT, MODULE],
    [],
    [MAIN, LOAD],
    [MAIN, RUN],
    [MAIN, DECODE],
    [MAIN, IMPORT],
    [MAIN, RUN],
  ] as number[][];

  it("is what passed before the model was called for the first time, by bucket, and no later import", () => {
    const profile = recorded(...whole);
    expect(profile.startUp).toMatchObject({ until: "ONNX Runtime's run", wallMs: 3_000 });
    const attribution = attributeTrace(profile, defaultRules);
    const { startUp, buckets, wallMs } = attribution;
    expect(wallMs).toBe(7_000);
    expect(startUp!.wallMs).toBe(3_000);
    expect(startUp!.bucketMs.interpreter + startUp!.bucketMs.io + startUp!.bucketMs.compute).toBe(2_000);
    expect(startUp!.bucketMs.unattributed).toBe(1_000);
    for (const bucket of ["interpreter", "compute", "io"] as const)
      expect(startUp!.bucketMs[bucket]).toBeLessThanOrEqual(buckets[bucket].ms);
    expect(startUpSentence(attribution, 2)).toMatch(
      /^3\.00 s before the first call of ONNX Runtime's run: .*The 4\.00 s from then on, 2\.00 s a request: .*%/,
    );
  });

  it("cannot be told without a call of a model, nor of a process that ran already", () => {
    expect(recorded([MAIN, IMPORT], [MAIN, DECODE]).startUp).toBeNull();
    expect(recorded([MAIN, DECODE], [MAIN, RUN]).startUp).toBeNull();
    expect(startUpSentence(attributeTrace(recorded([MAIN, DECODE]), defaultRules))).toBeNull();
  });

  it("is told of V8's profiles too, the time before the first sample included", () => {
    const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
      id,
      callFrame: { functionName, scriptId: "1", url, lineNumber: 1, columnNumber: 1 },
      children,
    });
    const profile = cpuprofile.parse(
      asBytes({
        nodes: [
          node(1, "(root)", "", [2, 3]),
          node(2, "compileForInternalLoader", "node:internal/modules/cjs/loader"),
          node(3, "main", "file:///app.mjs", [4]),
          node(4, "run", "file:///app/node_modules/onnxruntime-common/dist/esm/inference-session-impl.js"),
        ],
        startTime: 0,
        endTime: 10_000,
        samples: [2, 3, 4, 3],
        timeDeltas: [1_000, 2_000, 3_000, 1_000],
      }),
    );
    // 1 ms before the first sample, 2 ms of loading and 3 ms of main.
    expect(profile.startUp).toMatchObject({ until: "ONNX Runtime's run", wallMs: 6 });
    expect(profile.startUp!.selfMs.reduce((sum, ms) => sum + ms, 0)).toBe(5);
  });

  it.each([
    ["_call_impl", "/x/site-packages/torch/nn/modules/module.py", "PyTorch's _call_impl"],
    ["predict", "keras/src/models/model.py", "Keras's predict"],
    ["infer", "C:\\venv\\Lib\\site-packages\\openvino\\_ov_api.py", "OpenVINO's infer"],
    ["onnxruntime::InferenceSession::Run(…)", "onnxruntime_pybind11_state.so", "ONNX Runtime's Run"],
    ["run", "/app/run.py", null],
    ["predict", "/app/model.py", null],
    ["_call_impl", "/app/torch_utils.py", null],
  ])("ends with %s in %s: %s", (name, file, call) => {
    expect(modelCall({ name, file, line: null, category: null })).toBe(call);
  });
});
