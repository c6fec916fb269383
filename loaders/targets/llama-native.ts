import { openLlamaNode } from "../engines/llama-node.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import { nodeLlamaModule, probeNodeLlama, setUpNodeLlama } from "../llm/node-llama.ts";
import type { WorkerParts } from "../worker/main.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "llama-native",
  title: "llama.cpp",
  summary:
    "llama.cpp compiled for this machine's CPU (1 thread), by node-llama-cpp: what most serve such a model with.",
  port: "stay",
  course: "stay",
  reach: ["edge", "server"],
  threads: 1,
  glue: "javascript",
  reads: "gguf",
  host: { kind: "node", module: () => import.meta.url },
  threadRounds: "llm/thread-rounds.ts",
  setUp: setUpNodeLlama,
  probe: async () => probeNodeLlama(),
  prepare: async () => ({ engine: nodeLlamaModule() }),
};

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: openLlamaNode,
  hasProfiler: false,
};
