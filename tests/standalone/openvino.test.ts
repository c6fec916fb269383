import { describe, expect, it } from "vitest";
import { cpuSettings, shapeArguments } from "../../loaders/standalone/openvino.ts";

describe("a graph for OpenVINO", () => {
  it("has the shapes that the workload has, a scalar's too", () => {
    const inputs = [
      { name: "ids", type: "int64", dims: [1, 128] },
      { name: "gain", type: "float32", dims: [] },
    ] as const;
    expect(shapeArguments({ name: "m", path: "m.onnx", inputs, outputs: [] })).toEqual([
      "ids=1,128",
      "gain=",
    ]);
  });

  it("is computed in float32 and by so many threads, which WASI-NN has no words for", () => {
    const settings = cpuSettings("libopenvino_arm_cpu_plugin.so", 1);
    expect(settings).toContain('<plugin name="CPU" location="libopenvino_arm_cpu_plugin.so">');
    expect(settings).toContain('key="INFERENCE_PRECISION_HINT" value="f32"');
    expect(settings).toContain('key="INFERENCE_NUM_THREADS" value="1"');
  });
});
