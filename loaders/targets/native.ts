import { openNativeDecoder } from "../decode/native.ts";
import { openOrtNode } from "../engines/ort-node.ts";
import { openNativeGlue } from "../glue/c-native.ts";
import { compileNative } from "../glue/compile.ts";
import type { WorkerParts } from "../worker/main.ts";
import { probeCompiler } from "./compiler.ts";
import { probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "native",
  title: "Native in Node",
  summary: "Node with native add-ons: C glue as a library, onnxruntime-node (CPU, 1 thread) for the model.",
  port: "native",
  course: "port",
  reach: ["edge", "server"],
  threads: 1,
  glue: "compiled",
  decoder: { package: "@napi-rs/image" },
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probeCompiler(probePackages("onnxruntime-node", "koffi")),
  prepare: async (workloadId) => ({ library: await compileNative(workloadId) }),
};

export const parts: WorkerParts = {
  openGlue: openNativeGlue,
  openDecoder: openNativeDecoder,
  openSession: openOrtNode,
};
