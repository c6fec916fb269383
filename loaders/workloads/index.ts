import { chats, ownChats } from "./chat/workload.ts";
import { classifyImage } from "./classify-image/workload.ts";
import { detectObjects } from "./detect-objects/workload.ts";
import { detectSpeech } from "./detect-speech/workload.ts";
import { embedText } from "./embed-text/workload.ts";
import { enhanceFrame } from "./enhance-frame/workload.ts";
import { ownWorkloads } from "./own/registry.ts";
import { readText } from "./read-text/workload.ts";
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
  readText,
  detectSpeech,
  ...chats,
];

/** Those that are built in, and those in folders of one's own. */
export const knownWorkloads = (): readonly Workload<WorkloadSize>[] => [
  ...workloads,
  ...ownChats(),
  ...ownWorkloads().map(({ workload }) => workload),
];

export function workloadById(id: string): Workload<WorkloadSize> {
  const known = knownWorkloads();
  const found = known.find((workload) => workload.id === id);
  if (!found) {
    throw new Error(`unknown workload "${id}"; known: ${known.map((workload) => workload.id).join(", ")}`);
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
