import { fileURLToPath } from "node:url";

const folder = new URL("../workloads/", import.meta.url);

/** A workload's glue in one language. */
export function gluePath(workloadId: string, extension: "py" | "ts" | "c"): string {
  return fileURLToPath(new URL(`${workloadId}/glue.${extension}`, folder));
}

export const glueHeaderPath = fileURLToPath(new URL("glue.h", folder));
