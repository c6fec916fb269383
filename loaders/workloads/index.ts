import { classifyImage } from "./classify-image/workload.ts";
import { detectObjects } from "./detect-objects/workload.ts";
import { embedText } from "./embed-text/workload.ts";
import { enhanceFrame } from "./enhance-frame/workload.ts";
import { scoreTelemetry } from "./score-telemetry/workload.ts";
import type { Workload, WorkloadSize } from "./workload.ts";

/** Every workload, in the order in which the report lists them. Listing one here registers it. */
// biome-ignore lint/suspicious/noExplicitAny: each workload has sizes of its own shape; only it reads them.
export const workloads: readonly Workload<any>[] = [
  embedText,
  classifyImage,
  detectObjects,
  scoreTelemetry,
  enhanceFrame,
];

export function workloadById(id: string): Workload<WorkloadSize> {
  const found = workloads.find((workload) => workload.id === id);
  if (!found) {
    throw new Error(
      `unknown workload "${id}"; known: ${workloads.map((workload) => workload.id).join(", ")}`,
    );
  }
  return found;
}

export function sizeOf(workload: Workload<WorkloadSize>, id: string): WorkloadSize {
  const found = workload.sizes.find((size) => size.id === id);
  if (!found) {
    const known = workload.sizes.map((size) => size.id).join(", ");
    throw new Error(`workload "${workload.id}" has no size "${id}"; known: ${known}`);
  }
  return found;
}
