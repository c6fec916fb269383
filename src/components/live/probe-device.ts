import { adapterOf } from "../../model/adapter.js";
import { finestStep } from "../../model/live/clock-step.js";
import type { Device, Gpu } from "../../model/live/device.js";

/** What of WebGPU is asked here; TypeScript's own library has no types of it. */
interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly features: Iterable<string>;
  readonly limits: object;
}

interface Hints {
  readonly deviceMemory?: number;
  readonly gpu?: { requestAdapter(): Promise<GpuAdapter | null> };
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
  };
}

const hints = (): Hints => navigator as unknown as Hints;

/** Asks the browser what it is and what a page of it may use. */
export async function probeDevice(): Promise<Device> {
  const { deviceMemory, userAgentData } = hints();
  return {
    browser: browserName(),
    userAgent: navigator.userAgent,
    system: userAgentData?.platform || systemOf(navigator.userAgent),
    cores: navigator.hardwareConcurrency || 1,
    memoryGib: deviceMemory ?? null,
    isolated: globalThis.crossOriginIsolated === true,
    clockStepMs: finestStep(() => performance.now(), 9),
    gpu: await probeGpu(),
  };
}

const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
];

async function probeGpu(): Promise<Gpu> {
  const { gpu } = hints();
  if (!gpu)
    return {
      state: "none",
      reason: isSecureContext
        ? "this browser has no WebGPU"
        : "a browser gives WebGPU only to pages that come by HTTPS, or from this machine",
    };
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (adapter === null)
    return { state: "none", reason: "this browser has WebGPU, and no adapter for it on this device" };
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const limits = adapter.limits as Readonly<Record<string, unknown>>;
  return {
    state: "found",
    adapter: adapterOf({ vendor, architecture, device, description, isFallback: isFallbackAdapter }),
    features: [...adapter.features].sort(),
    limits: Object.fromEntries(LIMITS.map((name) => [name, Number(limits[name])])),
  };
}

/** "Chromium 156", "Firefox 140": of all that call themselves Chromium, the one that is not a placeholder. */
function browserName(): string {
  const brands = hints().userAgentData?.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand)) ?? [];
  const own = brands.find(({ brand }) => brand !== "Chromium") ?? brands[0];
  if (own) return `${own.brand.replace(/ /g, "-")} ${own.version}`;
  const found = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(navigator.userAgent);
  return found ? `${found[1] === "Version" ? "Safari" : found[1]} ${found[2]}` : "Browser unknown";
}

const systemOf = (userAgent: string): string =>
  /Android|Windows|Mac OS|iPhone|iPad|CrOS|Linux/.exec(userAgent)?.[0] ?? "an unknown system";
