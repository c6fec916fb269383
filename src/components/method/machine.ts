import type { MeasuredSummary } from "../../model/summary.js";
import { gpuText, memoryText } from "../../report/machine.js";
import { factTable, formatCount } from "./facts.js";

/** The machine and its software, as far as a reader needs them to judge whether it is like theirs. */
export function machineTable({ environment: e }: MeasuredSummary): HTMLElement {
  return factTable("Recorded at the start of the run", [
    { name: "CPU", value: e.cpuModel, meaning: "As the system reports it" },
    {
      name: "Cores",
      value: formatCount(e.cores),
      meaning:
        e.cpuQuotaCores === null
          ? "That a process may use; no cgroup quota"
          : `That a process may use; a cgroup quota allows ${e.cpuQuotaCores} of them`,
    },
    {
      name: "SIMD and related flags",
      value: e.cpuFlags.join(" ") || "unknown",
      meaning: "What an engine’s kernels can choose from",
    },
    {
      name: "Memory",
      value: memoryText(e) ?? "not said",
      meaning: e.browser ? "As the browser rounds it" : "Physical",
    },
    ...(e.browser
      ? [
          {
            name: "Browser",
            value: e.browser.userAgent,
            meaning: `It measured this run itself; its page was ${e.browser.isolated ? "" : "not "}cross-origin isolated`,
          },
        ]
      : []),
    {
      name: "System",
      value: `${e.platform} ${e.arch}, ${e.kernel}`,
      meaning: "Platform, architecture and kernel",
    },
    {
      name: "Hypervisor",
      value: e.hypervisor ?? "none",
      meaning: e.hypervisor ? "A virtual machine: neighbours can disturb it" : "No sign of a virtual machine",
    },
    {
      name: "Frequency",
      value: e.frequencyMhz === null ? "not readable" : `${formatCount(e.frequencyMhz)} MHz`,
      meaning: e.governor === null ? "The governor is not readable" : `Governor: ${e.governor}`,
    },
    {
      name: "Load at the start",
      value: e.loadAverage1m.toFixed(2),
      meaning: "Average over one minute; it is also recorded after every process",
    },
    e.node === null
      ? {
          name: "Kit",
          value: e.kit ?? "unknown",
          meaning: "Portolan’s version that made the kit; Python ran it, without Node",
        }
      : { name: "Node", value: e.node, meaning: `V8 ${e.v8}` },
    ...(e.gpus ?? []).map((gpu) => ({ name: "GPU", value: gpu.name, meaning: gpuText(gpu) })),
    {
      name: "System Python",
      value: e.python ?? "none",
      meaning: "The project’s own environment is made from it",
    },
    { name: "C compiler", value: e.compiler ?? "none", meaning: "Builds the native glue" },
    { name: "Portolan’s commit", value: e.gitCommit ?? "unknown", meaning: "The code that measured" },
    {
      name: "Machine id",
      value: e.machineId,
      meaning: "A hash of the hardware, without a host name; equal on like machines",
    },
  ]);
}
