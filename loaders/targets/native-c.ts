import { buildWithEngine, onnxruntimeLibrary } from "../standalone/build-with-engine.ts";
import { asProgram, cWorker } from "../standalone/c-worker.ts";
import { probeCompiler } from "./compiler.ts";
import { probePackages } from "./engines.ts";
import type { Probe, Target } from "./target.ts";

export const target: Target = {
  id: "native-c",
  title: "Native",
  summary: "A program in C, without an interpreter: C glue and onnxruntime's C API (CPU, 1 thread).",
  port: "native",
  ...cWorker(asProgram),
  standalone: { runtime: "native", road: "engine", ahead: true },
  probe: async () => probeCompiler(probeLibrary()),
  prepare: async (workloadId) => ({
    program: await buildWithEngine(workloadId),
    onnxruntime: onnxruntimeLibrary()!,
  }),
};

function probeLibrary(): Probe {
  const probe = probePackages("onnxruntime-node");
  if (!probe.available) return probe;
  if (onnxruntimeLibrary() === null)
    return {
      available: false,
      reason: "onnxruntime-node ships no shared library that is called in C on this system",
      enable: "npx portolan measure, on Linux or macOS",
    };
  const { "onnxruntime-node": onnxruntime = "" } = probe.engines;
  return { available: true, engines: { onnxruntime } };
}
