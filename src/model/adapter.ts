import type { Adapter } from "./run-file.js";

/** What an adapter says of itself. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallback?: boolean | undefined;
  /** Whether it computes in half precision (the feature shader-f16). */
  readonly hasHalf?: boolean | undefined;
}

/** Programs that imitate a GPU, by a word of their names. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

/** Whether what is called so is a program that imitates a GPU. */
export const isSoftware = (name: string): boolean => SOFTWARE.test(name);

/** Whether what runs there, or is asked whether it can, has a GPU that software imitates. */
export const isImitated = (on: {
  readonly available: boolean;
  readonly adapter?: Adapter | undefined;
}): boolean => on.available && on.adapter?.software === true;

/** What reaches a server's GPU; a page's is its client's. */
const OF_SERVERS = ["cuda", "rocm", "mps"] as const;
export type ServerGpuApi = (typeof OF_SERVERS)[number];

/** The GPU of a server that it computes on; null for one of a page, one that software imitates, and a CPU. */
export function serverGpuOf(on: {
  readonly available: boolean;
  readonly adapter?: Adapter | undefined;
}): { readonly name: string; readonly api: ServerGpuApi } | null {
  const adapter = on.available ? on.adapter : undefined;
  const api = OF_SERVERS.find((one) => one === adapter?.api);
  return adapter === undefined || adapter.software || api === undefined ? null : { name: adapter.name, api };
}

/** @returns its name, and whether software imitates it, by what it says of itself and by what it is called */
export function adapterOf(info: AdapterInfo): Adapter {
  const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(" ");
  return {
    name: name || "an adapter without a name",
    software: info.isFallback === true || isSoftware(name),
  };
}
