import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { type AdapterInfo, adapterOf, isSoftware } from "../../src/model/adapter.ts";
import type { Probe } from "../targets/target.ts";
import { launchBrowser } from "./chromium.ts";

/** WebGPU is no default on every system; without a GPU a browser has one in software only if it is told that it may. */
export const GPU_ARGS = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--ignore-gpu-blocklist",
] as const;

export const WEBNN_ARGS = ["--enable-features=WebMachineLearningNeuralNetwork"] as const;

/** What a page finds to compute on beside the CPU. */
interface Found {
  /** What WebGPU's adapter says of itself; null where there is none. */
  readonly webgpu: AdapterInfo | null;
  /** WebGL's renderer; null where there is no context of version 2. */
  readonly webgl: string | null;
  /** Whether there is a WebNN context. */
  readonly webnn: boolean;
}

const asked = new Map<string, Promise<Found>>();

/** Each set of switches is asked for once. */
function found(args: readonly string[]): Promise<Found> {
  const key = args.join(" ");
  let answer = asked.get(key);
  if (answer === undefined) {
    // A browser that does not start, or whose page ends, gives nothing.
    answer = ask(args).catch((): Found => ({ webgpu: null, webgl: null, webnn: false }));
    asked.set(key, answer);
  }
  return answer;
}

async function ask(args: readonly string[]): Promise<Found> {
  // A page of loopback is one that may ask for a GPU.
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end("<title>Portolan</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let browser: Browser | null = null;
  try {
    browser = await launchBrowser(args);
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate(lookAround);
  } finally {
    await browser?.close();
    server.close().closeAllConnections();
  }
}

/** Runs in the page. */
async function lookAround(): Promise<Found> {
  const { gpu, ml } = navigator as unknown as {
    gpu?: {
      requestAdapter(): Promise<{
        info: AdapterInfo & { isFallbackAdapter?: boolean };
        features: { has(name: string): boolean };
      } | null>;
    };
    ml?: { createContext(): Promise<unknown> };
  };
  const adapter = await gpu?.requestAdapter();
  const info = adapter?.info;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const named = gl?.getExtension("WEBGL_debug_renderer_info");
  return {
    webgpu: info
      ? {
          vendor: info.vendor,
          architecture: info.architecture,
          device: info.device,
          description: info.description,
          isFallback: info.isFallbackAdapter,
          hasHalf: adapter?.features.has("shader-f16"),
        }
      : null,
    webgl: gl ? String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : null,
    webnn: await Promise.resolve(ml?.createContext()).then(Boolean, () => false),
  };
}

const webGpuInfo = async (): Promise<AdapterInfo | null> => (await found(GPU_ARGS)).webgpu;

/** The probe with the adapter that a page's WebGPU gets. */
export async function withWebGpu(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const webgpu = await webGpuInfo();
  if (webgpu) return { ...probe, adapter: adapterOf(webgpu) };
  return {
    available: false,
    reason: "the browser gives a page no WebGPU adapter, not even one in software",
    enable:
      "a driver for the GPU (Vulkan on Linux), and a browser of this year; chrome://gpu says what it lacks",
  };
}

/** The same where the adapter is a real one that computes in half precision. */
export async function withHalfPrecision(probe: Probe): Promise<Probe> {
  const full = await withWebGpu(probe);
  if (!full.available) return full;
  const enable = "a GPU whose driver gives a page shader-f16; chrome://gpu says what it has";
  const { name, software } = full.adapter!;
  // That WebGPU works is shown in single precision.
  if (software) return { available: false, reason: `${name} only imitates a GPU`, enable };
  if ((await webGpuInfo())?.hasHalf) return full;
  return { available: false, reason: `${name} gives a page no half precision (shader-f16)`, enable };
}

/** The probe with what draws WebGL here. */
export async function withWebGl(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const { webgl } = await found(GPU_ARGS);
  if (webgl !== null)
    return { ...probe, adapter: { name: webgl, software: isSoftware(webgl), api: "webgl" } };
  return {
    available: false,
    reason: "the browser gives a page no WebGL 2",
    enable: "a driver for the GPU; chrome://gpu says what it lacks",
  };
}

export async function withWebNn(probe: Probe): Promise<Probe> {
  if (!probe.available || (await found(WEBNN_ARGS)).webnn) return probe;
  return {
    available: false,
    reason: "the browser has no WebNN: navigator.ml is missing, or gives no context",
    enable:
      "Chrome or Edge on Windows 11, macOS or ChromeOS (PORTOLAN_CHROMIUM=<its path>); on Linux none has it yet",
  };
}
