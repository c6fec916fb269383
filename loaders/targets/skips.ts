import { isModelAlone } from "../workloads/model-alone/name.ts";
import type { Target } from "./target.ts";

/** Why a workload is not measured on a target although it could be; null where it is. */
export function whySkipped(target: Target, workloadId: string): string | null {
  if (!isModelAlone(workloadId)) return target.skips?.(workloadId) ?? null;
  const { course, glue } = target;
  if (course === "plain" || course === "slice" || glue === "python")
    return "a model alone has no code around it, which is all that this target has otherwise";
  return target.skips?.(workloadId) ?? null;
}
