import { existsSync } from "node:fs";
import { gluePath } from "../glue/sources.ts";

/** A workload's Python glue: the one that uses numpy where there is one, else the one that needs nothing. */
export function pythonGlue(workloadId: string): string {
  const plain = gluePath(workloadId, "py");
  const numpy = plain.replace(/\.py$/, "_numpy.py");
  return existsSync(numpy) ? numpy : plain;
}
