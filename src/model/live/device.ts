/** The reader's browser, as a page sees it. */
import type { Adapter } from "../run-file.js";

export interface Device {
  /** "Chromium 156". */
  readonly browser: string;
  readonly userAgent: string;
  /** "Linux". */
  readonly system: string;
  readonly cores: number;
  /** Rounded and held down by the browser; null where it does not say. */
  readonly memoryGib: number | null;
  /** Cross-origin isolated: it may have threads, and its clock is finer. */
  readonly isolated: boolean;
  readonly clockStepMs: number;
  readonly gpu: Gpu;
}

export type Gpu =
  | { readonly state: "none"; readonly reason: string }
  | {
      readonly state: "found";
      readonly adapter: Adapter;
      readonly features: readonly string[];
      readonly limits: Readonly<Record<string, number>>;
    };

/** Stands for a browser that nobody has asked yet: nothing that may run is left out. */
export const NOT_ASKED: Device = {
  browser: "Browser unknown",
  userAgent: "",
  system: "an unknown system",
  cores: 4,
  memoryGib: null,
  isolated: true,
  clockStepMs: 0,
  gpu: {
    state: "found",
    adapter: { name: "", software: false },
    features: [],
    limits: {},
  },
};

/** A tab that takes more than this share of a device's memory is the first to be ended. */
const SHARE_OF_MEMORY = 1 / 4;
/** A model lies in memory about so often: fetched, in the engine's heap, and laid out anew for its kernels. */
const COPIES = 3;
/** A 32-bit Wasm memory ends at 4 GiB, and an engine cannot open a model of more than half of it. */
const MOST_BYTES = 2 * 2 ** 30;
/** Where a browser does not say: what phones have had for years. */
const ASSUMED_GIB = 4;

/** Largest model that is run without being asked for twice, bytes. */
export function modelBudgetBytes({ memoryGib }: Pick<Device, "memoryGib">): number {
  return Math.min(MOST_BYTES, ((memoryGib ?? ASSUMED_GIB) * 2 ** 30 * SHARE_OF_MEMORY) / COPIES);
}
