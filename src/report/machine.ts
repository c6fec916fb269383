import { formatBytes } from "../model/format.js";
import type { Environment } from "../model/run-file.js";

/** A browser need not tell its machine's memory, which is then 0 in the run: null. */
export const memoryText = ({ memoryBytes }: Pick<Environment, "memoryBytes">, digits = 3): string | null =>
  memoryBytes === 0 ? null : formatBytes(memoryBytes, digits);
