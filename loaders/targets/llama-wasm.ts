import { statSync } from "node:fs";
import { formatBytes } from "../../src/model/format.ts";
import { WLLAMA, WLLAMA_MODULE, WLLAMA_SINGLE } from "../engines/wllama-files.ts";
import { openWllamaInNode } from "../engines/wllama-node.ts";
import { browserScript } from "../glue/browser-glue.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { packageFile, probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

/** What a buffer of JavaScript holds everywhere. */
const MOST_BYTES = 2 ** 31 - 1;

export const target: Target = {
  id: "llama-wasm",
  title: "llama.cpp as Wasm, in Node",
  summary: "llama.cpp compiled to Wasm (SIMD, 1 thread), by wllama, in Node.",
  port: "wasm",
  course: "port",
  reach: ["browser", "edge", "server"],
  threads: 1,
  glue: "javascript",
  reads: "gguf",
  browser: { packageFiles: [WLLAMA_MODULE, WLLAMA_SINGLE], glue: browserScript },
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probePackages(WLLAMA),
  prepare: async (_, { files }) => {
    for (const { path } of files) refuseLarge(path);
    return { engine: packageFile(WLLAMA_MODULE)! };
  },
};

/** @throws Error where a file is larger than what the engine takes at once */
export function refuseLarge(path: string): void {
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    throw new Error(
      `the model has ${formatBytes(size)}, and wllama takes a file of at most ${formatBytes(MOST_BYTES)}: measure a smaller one, or weights of fewer bits`,
    );
}

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: openWllamaInNode,
  hasProfiler: false,
};
