/** What a newcomer has to know of the workloads: that none of them is his. */
import { isModelAlone } from "../model/model-alone/name.js";
import type { WorkloadSummary } from "../model/summary.js";
import { whereTimeGoes } from "./today.js";
import { capital, counted, inWords, listed } from "./words.js";

const isBuiltIn = ({ id, own }: Pick<WorkloadSummary, "id" | "own">): boolean =>
  own !== true && !isModelAlone(id);

/** "The seven workloads are stand-ins that come with Portolan: your program is none of them." Null where all are the team's own. */
export function standInsSentence(
  workloads: readonly Pick<WorkloadSummary, "id" | "own" | "title">[],
): string | null {
  const builtIn = workloads.filter(isBuiltIn);
  const own = workloads.filter((workload) => !isBuiltIn(workload));
  if (builtIn.length === 0) return null;
  const are = builtIn.length === 1 ? "is a stand-in that comes" : "are stand-ins that come";
  if (own.length === 0)
    return `The ${counted(builtIn.length, "workload")} here ${are} with Portolan: your own program is none of them.`;
  const yours = listed(own.map(({ title }) => `“${title}”`));
  return `${capital(inWords(builtIn.length))} of the ${counted(workloads.length, "workload")} here ${are} with Portolan; ${yours} ${own.length === 1 ? "is" : "are"} your own.`;
}

/** Where the time of those that come with Portolan goes; null where none was measured. */
export function whereStandInsSpend(workloads: readonly WorkloadSummary[]): string | null {
  const builtIn = workloads.filter(isBuiltIn);
  const where = whereTimeGoes(builtIn);
  return where === null
    ? null
    : `In the ${counted(builtIn.length, "stand-in")} that ${builtIn.length === 1 ? "comes" : "come"} with Portolan: ${where[0]!.toLowerCase()}${where.slice(1)}`;
}
