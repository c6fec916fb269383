import { ortNode } from "../engines/ort-node.ts";
import { openNativeGlue } from "../glue/c-native.ts";
import { ownModel } from "../models/model-file.ts";
import { gpuDrivers } from "../platform/gpu-drivers.ts";
import { runCommand } from "../run-command.ts";
import type { WorkerParts } from "../worker/main.ts";
import { workloadById } from "../workloads/index.ts";
import { packageFile } from "./engines.ts";
import { target as native } from "./native.ts";
import type { Probe, Target } from "./target.ts";

export const target: Target = {
  ...native,
  id: "native-webgpu",
  title: "Native, WebGPU",
  summary: "C glue compiled for this machine, onnxruntime-node's WebGPU provider (Dawn) for the model.",
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => withGpu(await native.probe()),
};

/** Opens the smallest model on the provider: whether there is a GPU that it can use is told by nothing less. */
const TRY = `
const ort = require(process.argv[1]);
ort.InferenceSession.create(process.argv[2], { executionProviders: ["webgpu"], logSeverityLevel: 4 })
  .then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });
`;

async function withGpu(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const engine = packageFile("onnxruntime-node/dist/index.js")!;
  const { path } = ownModel(workloadById("score-telemetry"));
  const { ok, stderr } = await runCommand(process.execPath, ["-e", TRY, engine, path], { timeoutMs: 60_000 });
  if (ok) return { ...probe, adapter: gpuDrivers() };
  const lacksLoader = /libvulkan\.so/.test(stderr);
  return {
    available: false,
    reason: lacksLoader
      ? "there is no Vulkan loader, by which onnxruntime's WebGPU provider reaches a GPU"
      : "onnxruntime's WebGPU provider finds no GPU that it can use",
    enable: lacksLoader
      ? "sudo apt-get install libvulkan1, and the GPU's driver"
      : "the GPU's Vulkan driver (on Debian mesa-vulkan-drivers, or the vendor's)",
  };
}

export const parts: WorkerParts = {
  openGlue: openNativeGlue,
  openSession: /* @__PURE__ */ ortNode("webgpu"),
};
