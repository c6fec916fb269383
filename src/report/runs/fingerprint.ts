/** In what the conditions of two runs differ, as a table. */
import { formatBytes } from "../../model/format.js";
import type { Gpu } from "../../model/run-file.js";
import type { FingerprintDifference, FingerprintPart } from "../../model/runs/fingerprint.js";
import { gpuText } from "../machine.js";

const LABELS: Readonly<Record<FingerprintPart, string>> = {
  machineId: "Machine id (a hash of the hardware)",
  cpuModel: "CPU",
  cpuFlags: "SIMD and related flags",
  cores: "Cores",
  cpuQuotaCores: "Quota of cores (cgroup)",
  memoryBytes: "Memory",
  gpus: "GPUs",
  platform: "Platform",
  arch: "Architecture",
  kernel: "Kernel",
  hypervisor: "Hypervisor",
  governor: "Frequency governor",
  node: "Node",
  v8: "V8",
  python: "System Python",
  compiler: "C compiler",
  kit: "Measured by a kit of Portolan",
  browser: "Browser",
  gitCommit: "Portolan’s commit",
};

export interface DifferenceRow {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

export const differenceRows = (differences: readonly FingerprintDifference[]): DifferenceRow[] =>
  differences.map(rowOf);

function rowOf(difference: FingerprintDifference): DifferenceRow {
  const { a, b } = difference;
  switch (difference.kind) {
    case "environment":
      return {
        what: LABELS[difference.part],
        a: valueText(difference.part, a),
        b: valueText(difference.part, b),
      };
    case "engine":
      return { what: difference.part, a: difference.a.join(", "), b: difference.b.join(", ") };
    case "threads":
      return { what: `Threads of ${difference.part}`, a: String(a), b: String(b) };
  }
}

function valueText(part: FingerprintPart, value: FingerprintDifference["a"]): string {
  if (value === null) return "none";
  if (part === "memoryBytes") return formatBytes(Number(value));
  if (part === "gpus")
    return (value as readonly Gpu[]).map((gpu) => `${gpu.name} (${gpuText(gpu)})`).join("; ");
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" && "userAgent" in value ? value.userAgent : String(value);
}
