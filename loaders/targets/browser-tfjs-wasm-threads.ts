import { availableParallelism } from "node:os";
import { threadCount } from "./engines.ts";
import type { Probe } from "./target.ts";
import { TFJS, tfjsTarget } from "./tfjs.ts";

export { parts } from "./browser-tfjs-wasm.ts";

/** Its Wasm module takes no more than one thread for every two cores, whatever it is asked for. */
const mostThreads = (): number => Math.floor(availableParallelism() / 2);
const threads = /* @__PURE__ */ (() => Math.max(2, Math.min(threadCount, mostThreads())))();

async function withThreads(probe: Probe): Promise<Probe> {
  if (!probe.available || mostThreads() >= 2) return probe;
  return {
    available: false,
    reason: `TensorFlow.js takes one thread for every two cores, and this machine has ${availableParallelism()}`,
    enable: "npx portolan measure --target browser-tfjs-wasm-threads, on a machine with four cores or more",
  };
}

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-wasm-threads",
  title: `Browser, TensorFlow.js (Wasm, ${threads} threads)`,
  summary: `As browser-tfjs-wasm, with ${threads} threads: the page is cross-origin isolated.`,
  backend: "wasm",
  module: () => import.meta.url,
  wasmFile: "tfjs-backend-wasm-threaded-simd.wasm",
  build: { engine: TFJS, simd: true },
  threads,
  also: withThreads,
}));
