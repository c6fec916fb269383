/** What is said beside every number that was not measured on the machine of the report's own run. */
import { countText } from "../model/format.js";
import type { Environment } from "../model/run-file.js";
import { memoryText } from "./machine.js";
import { inWords } from "./words.js";

/** Of a run: its machine, and when it was measured (ISO 8601). */
interface Elsewhere {
  readonly startedAt: string;
  readonly environment: Pick<Environment, "cpuModel" | "cores" | "memoryBytes" | "gpus">;
}

/** "Measured on another machine on 2026-11-27: NVIDIA L4 (22.5 GiB), AMD EPYC 7R13, 8 cores, 31 GiB", without a full stop. */
export const otherMachine = (run: Elsewhere): string =>
  `Measured on another machine on ${run.startedAt.slice(0, 10)}: ${machineText(run.environment)}`;

/** A machine in some words: its GPUs, CPU, cores and memory. */
export function machineText({ gpus = [], cpuModel, cores, memoryBytes }: Elsewhere["environment"]): string {
  const named = new Map<string, number>();
  for (const { name, memoryBytes } of gpus) {
    const memory = memoryText({ memoryBytes: memoryBytes ?? 0 });
    const text = memory === null ? name : `${name} (${memory})`;
    named.set(text, (named.get(text) ?? 0) + 1);
  }
  const ofGpus = [...named].map(([text, count]) => (count === 1 ? text : `${inWords(count)} ${text}`));
  const memory = memoryText({ memoryBytes });
  const coresText = cores === 1 ? "1 core" : `${countText(cores)} cores`;
  return [...ofGpus, cpuModel, coresText, ...(memory === null ? [] : [memory])].join(", ");
}
