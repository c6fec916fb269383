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
  /** How a reader is asked for a figure of the reader's own, where no source states one that holds for everybody. */
  readonly ask?: string;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

const READ = "read on 2026-11-27";

/** Wasm's own limits first, then what browsers, devices, platforms and GPUs leave. Memory that a system and other programs take is not in them. */
export const PLACES: readonly Place[] = [
  {
    id: "wasm32",
    title: "Wasm, 32-bit addresses",
    memoryBytes: 4 * GIB,
    engine: "wasm",
    source: `WebAssembly core specification: 65,536 pages of 64 KiB; so V8's wasm-limits.h, ${READ}`,
  },
  {
    id: "memory64",
    title: "Wasm, 64-bit addresses (memory64)",
    memoryBytes: 16 * GIB,
    engine: "wasm",
    source: `WebAssembly JavaScript interface: 262,144 pages of 64 KiB at most; so V8's wasm-limits.h, ${READ}`,
  },
  {
    id: "tab",
    title: "Browser tab on a desktop, memory64",
    memoryBytes: 8 * GIB,
    engine: "wasm",
    source:
      "Chromium bounds a tab's process by 8 GB on machines with more than that, and by 16 GB on those with more than 16 (E. Lawrence, Browser Memory Limits, 2022-09-08); later versions allow more",
    ask: "Memory for a desktop’s tab",
  },
  {
    id: "phone-tab",
    title: "Browser tab on a phone",
    memoryBytes: GIB,
    engine: "wasm",
    source:
      "no source states a limit: 1 GiB of Wasm memory works on an iPhone SE with iOS 16.1.1 (o1js, issue 823, 2023-05-28), 2 GiB are refused on an iPhone 13 Pro with iOS 16.2 (Godot, issue 70621, 2022-12-27)",
    ask: "Memory for a phone’s tab",
  },
  {
    id: "phone",
    title: "App on a phone",
    memoryBytes: 6 * GIB,
    engine: "native",
    source: `iPhone 15 Pro Max, which has 8 GB: its system gave an app 6 GiB (Apple Developer Forums, thread 854762, ${READ}); apps that do not ask for more get less`,
    ask: "Memory for a phone’s app",
  },
  {
    id: "workers",
    title: "Cloudflare Workers",
    memoryBytes: 128 * MIB,
    engine: "wasm",
    source: `Cloudflare Workers limits, ${READ}`,
  },
  {
    id: "lambda",
    title: "AWS Lambda, largest",
    memoryBytes: 10_240 * MIB,
    engine: "native",
    source: `AWS Lambda quotas: 10,240 MB, ${READ}`,
  },
  {
    id: "fargate",
    title: "AWS Fargate, largest",
    memoryBytes: 120 * GIB,
    engine: "native",
    source: `AWS Fargate task sizes: 16 vCPU and 120 GB, ${READ}`,
  },
  { id: "t4", title: "NVIDIA T4", memoryBytes: 16 * GIB, engine: "native", source: "NVIDIA: 16 GB (g4dn)" },
  { id: "l4", title: "NVIDIA L4", memoryBytes: 24 * GIB, engine: "native", source: "NVIDIA: 24 GB (g6)" },
  { id: "h100", title: "NVIDIA H100", memoryBytes: 80 * GIB, engine: "native", source: "NVIDIA: 80 GB (p5)" },
  {
    id: "own",
    title: "A GPU or machine of yours",
    memoryBytes: 12 * GIB,
    engine: "native",
    source: "to be set: there is no such figure for everybody",
    ask: "Memory of a GPU or machine of yours",
  },
];

/** Memory in bytes by the id of a place that a reader has a figure for. */
export type ReadersMemory = ReadonlyMap<string, number>;

/** With the reader's figures in place of those that are asked for. */
export const placesWith = (readers: ReadersMemory): Place[] =>
  PLACES.map((place) => {
    const memoryBytes = place.ask === undefined ? undefined : readers.get(place.id);
    return memoryBytes === undefined || memoryBytes === place.memoryBytes
      ? place
      : { ...place, memoryBytes, source: "your figure" };
  });

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
