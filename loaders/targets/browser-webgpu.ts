import { GPU_ARGS, webGpuAdapter } from "../browser/adapter.ts";
import { browserTarget } from "../browser/target.ts";
import { openOrtWebGpu } from "../engines/ort-webgpu.ts";
import { ORT_WEBGPU_FILES } from "../engines/ort-webgpu-files.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import type { WorkerParts } from "../worker/main.ts";
import type { Probe } from "./target.ts";
import { target as wasm } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(wasm, () => ({
  id: "browser-webgpu",
  title: "Browser, WebGPU",
  summary: "C glue compiled to Wasm SIMD, onnxruntime-web on the page's GPU for the model.",
  module: () => import.meta.url,
  isolated: true,
  inBrowser: null,
  args: GPU_ARGS,
  browser: { ...wasm.browser!, packageFiles: ORT_WEBGPU_FILES },
  also: withAdapter,
}));

async function withAdapter(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const adapter = await webGpuAdapter();
  if (adapter !== null) return { ...probe, adapter };
  return {
    available: false,
    reason: "the browser gives a page no WebGPU adapter, not even one in software",
    enable:
      "a driver for the GPU (Vulkan on Linux), and a browser of this year; chrome://gpu says what it lacks",
  };
}

export const parts: WorkerParts = { openGlue: openWasmGlue, openSession: openOrtWebGpu };
