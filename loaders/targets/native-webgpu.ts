import { openNativeDecoder } from "../decode/native.ts";
import { ortNode } from "../engines/ort-node.ts";
import { openNativeGlue } from "../glue/c-native.ts";
import { leastModel } from "../models/least-model.ts";
import { gpuDrivers } from "../platform/gpu-drivers.ts";
import { runCommand } from "../run-command.ts";
import type { WorkerParts } from "../worker/main.ts";
import { packageFile } from "./engines.ts";
import { target as native } from "./native.ts";
import type { Probe } from "./target.ts";
import { variantOf } from "./variant.ts";

export const target = /* @__PURE__ */ variantOf(native, () => ({
  id: "native-webgpu",
  title: "Native, WebGPU",
  summary: "C glue compiled for this machine, onnxruntime-node's WebGPU provider (Dawn) for the model.",
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => withGpu(await native.probe()),
}));

/** Whether there is a GPU that the provider can use is told by nothing less than a session on it. */
const TRY =
  'require(process.argv[1]).InferenceSession.create(Buffer.from(process.argv[2], "base64"), { executionProviders: ["webgpu"], logSeverityLevel: 4 })';

async function withGpu(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const model = Buffer.from(leastModel()).toString("base64");
  const engine = packageFile("onnxruntime-node/dist/index.js")!;
  const { ok, stderr } = await runCommand(process.execPath, ["-e", TRY, engine, model], {
    timeoutMs: 60_000,
  });
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
  openDecoder: openNativeDecoder,
  openGlue: openNativeGlue,
  openSession: /* @__PURE__ */ ortNode("webgpu"),
};
