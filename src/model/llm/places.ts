import type { MemoryNeed } from "./memory.js";

/** Somewhere a language model may run, by the memory that there is for it. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly memoryBytes: number;
  /** Whether the engine in it is Wasm; a GPU holds what a native engine does. */
  readonly engine: "native" | "wasm";
  /** Where the figure is from, and of when. */
  readonly source: string;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Wasm's own limits first. Memory that a system and other programs take is not in them. */
export const PLACES: readonly Place[] = [
  {
    id: "wasm32",
    title: "Wasm, 32-bit addresses",
    memoryBytes: 4 * GIB,
    engine: "wasm",
    source: "WebAssembly core specification: 65,536 pages of 64 KiB",
  },
  {
    id: "memory64",
    title: "Wasm, 64-bit addresses (memory64)",
    memoryBytes: 16 * GIB,
    engine: "wasm",
    source: "WebAssembly JavaScript interface: 262,144 pages of 64 KiB at most",
  },
  {
    id: "workers",
    title: "Cloudflare Workers",
    memoryBytes: 128 * MIB,
    engine: "wasm",
    source: "Cloudflare Workers limits, read on 2026-08-03",
  },
  {
    id: "lambda",
    title: "AWS Lambda, largest",
    memoryBytes: 10_240 * MIB,
    engine: "native",
    source: "AWS Lambda quotas: 10,240 MB",
  },
  {
    id: "fargate",
    title: "AWS Fargate, largest",
    memoryBytes: 120 * GIB,
    engine: "native",
    source: "AWS Fargate task sizes: 16 vCPU and 120 GB",
  },
  { id: "t4", title: "NVIDIA T4", memoryBytes: 16 * GIB, engine: "native", source: "NVIDIA: 16 GB (g4dn)" },
  { id: "l4", title: "NVIDIA L4", memoryBytes: 24 * GIB, engine: "native", source: "NVIDIA: 24 GB (g6)" },
  { id: "h100", title: "NVIDIA H100", memoryBytes: 80 * GIB, engine: "native", source: "NVIDIA: 80 GB (p5)" },
];

export interface Fit {
  readonly place: Place;
  readonly need: MemoryNeed;
  readonly fits: boolean;
  /** Of the place's memory. */
  readonly share: number;
}

export function fitOf(place: Place, need: MemoryNeed): Fit {
  const share = need.totalBytes / place.memoryBytes;
  return { place, need, fits: share <= 1, share };
}
