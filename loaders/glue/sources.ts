import { fileURLToPath } from "node:url";
import { isModelAlone } from "../workloads/model-alone/name.ts";

const folder = new URL("../workloads/", import.meta.url);

/** A workload's glue in one language. */
export function gluePath(workloadId: string, extension: "py" | "ts" | "c"): string {
  const name = isModelAlone(workloadId) ? "model-alone" : workloadId;
  return fileURLToPath(new URL(`${name}/glue.${extension}`, folder));
}

export const glueHeaderPath = fileURLToPath(new URL("glue.h", folder));
