import { openOrtNode } from "../engines/ort-node.ts";
import { openNativeGlue } from "../glue/c-native.ts";
import { compileNative, compilerVersion } from "../glue/compile.ts";
import type { WorkerParts } from "../worker/main.ts";
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
  host: { kind: "node", module: import.meta.url },
  probe: async () => {
    const probe = probePackages("onnxruntime-node", "koffi");
    const compiler = await compilerVersion();
    if (!probe.available) return probe;
    if (compiler === null) {
      return {
        available: false,
        reason: "no C compiler: neither cc nor what CC names runs",
        enable:
          process.platform === "darwin" ? "xcode-select --install" : "sudo apt-get install -y gcc libc6-dev",
      };
    }
    return { available: true, engines: { ...probe.engines, cc: compiler } };
  },
  prepare: async (workloadId) => ({ library: await compileNative(workloadId) }),
};

export const parts: WorkerParts = { openGlue: openNativeGlue, openSession: openOrtNode };
