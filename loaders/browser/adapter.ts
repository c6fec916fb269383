import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Adapter } from "../../src/model/run-file.ts";
import { launchBrowser } from "./chromium.ts";

/** WebGPU is no default on every system; without a GPU a browser has one in software only if it is told that it may. */
export const GPU_ARGS = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--ignore-gpu-blocklist",
] as const;

/** What a page's adapter says of itself. */
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

let adapter: Promise<Adapter | null> | undefined;

/** The adapter that a page's WebGPU gets here, asked for once; null where there is none. */
export function webGpuAdapter(): Promise<Adapter | null> {
  adapter ??= ask();
  return adapter;
}

async function ask(): Promise<Adapter | null> {
  // A page of loopback is one that may ask for a GPU.
  const server = createServer((_, response) => response.end("<title>Portolan</title>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser(GPU_ARGS);
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const info = await page.evaluate(async () => {
      const { gpu } = navigator as unknown as {
        gpu?: { requestAdapter(): Promise<{ info: AdapterInfo; isFallbackAdapter?: boolean } | null> };
      };
      const found = await gpu?.requestAdapter();
      if (!found) return null;
      const { vendor, architecture, device, description, isFallbackAdapter } = found.info;
      return {
        vendor,
        architecture,
        device,
        description,
        isFallback: isFallbackAdapter ?? found.isFallbackAdapter,
      };
    });
    return info && adapterOf(info);
  } finally {
    await browser.close();
    server.close().closeAllConnections();
  }
}

/** Programs that imitate a GPU, by a word of their names. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

/** @returns its name, and whether software imitates it, by what it says of itself and by what it is called */
export function adapterOf(
  info: Omit<AdapterInfo, "isFallbackAdapter"> & { readonly isFallback?: boolean | undefined },
): Adapter {
  const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(" ");
  return {
    name: name || "an adapter without a name",
    software: info.isFallback === true || SOFTWARE.test(name),
  };
}
