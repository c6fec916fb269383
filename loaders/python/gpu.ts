import { fileURLToPath } from "node:url";
import { whyNoComputeDevice } from "../platform/gpu-drivers.ts";
import { lastLine, runCommand } from "../run-command.ts";
import type { Probe } from "../targets/target.ts";
import { gpuEnvironment, isReady, programIn } from "./venv.ts";

/** Importing torch from a cold disk takes its time. */
const PROBE_TIMEOUT_MS = 120_000;

/** A Python that has what a GPU takes: `PORTOLAN_GPU_PYTHON` where somebody has one, else the project's own. */
export const gpuPython = (): string => process.env.PORTOLAN_GPU_PYTHON || programIn(gpuEnvironment, "python");

export const gpuProgram = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Whether a target of `gpu_worker.py` can run here; without a device, and without what reaches one, no Python is asked. */
export async function probeGpu(target: string): Promise<Probe> {
  const lacks = whyNoComputeDevice();
  if (lacks !== null)
    return {
      available: false,
      reason: lacks,
      enable: "on a machine with a GPU, npx portolan setup gpu; or there, without Node, a kit (docs/gpu.md)",
    };
  if (!process.env.PORTOLAN_GPU_PYTHON && !isReady(gpuEnvironment))
    return {
      available: false,
      reason: "what brings a model to a GPU is not set up",
      enable:
        "npx portolan setup gpu; or name a Python that has onnxruntime-gpu, or torch and onnx2torch, with PORTOLAN_GPU_PYTHON",
    };
  const { ok, stdout, stderr } = await runCommand(gpuPython(), [gpuProgram("gpu_probe.py"), target], {
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  if (ok) return JSON.parse(lastLine(stdout)) as Probe;
  return {
    available: false,
    reason: `${gpuPython()} could not look for a GPU: ${lastLine(stderr)}`,
    enable: "npx portolan setup gpu --again",
  };
}
