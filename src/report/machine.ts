import { countText, formatBytes } from "../model/format.js";
import type { Environment, Gpu } from "../model/run-file.js";

/** A browser need not tell its machine's memory, which is then 0 in the run: null. */
export const memoryText = ({ memoryBytes }: Pick<Environment, "memoryBytes">, digits = 3): string | null =>
  memoryBytes === 0 ? null : formatBytes(memoryBytes, digits);

/** What a reader needs of a GPU to judge whether it is like theirs, as far as its driver told. */
export function gpuText({ driver, memoryBytes, clockMhz, powerLimitWatts, mig, pcie }: Gpu): string {
  const parts = [
    memoryBytes === null ? null : `${formatBytes(memoryBytes)} of its own`,
    driver === null ? null : `driver ${driver}`,
    clockMhz === null ? null : `at most ${countText(clockMhz)} MHz`,
    powerLimitWatts === null ? null : `${countText(powerLimitWatts)} W allowed`,
    pcie === null ? null : `PCIe ${pcie.generation} × ${pcie.lanes}`,
    mig ? "cut into parts (MIG)" : null,
  ];
  return parts.filter((part) => part !== null).join(", ") || "Its driver tells no more";
}
