import { isModelAlone } from "../../src/model/model-alone/name.ts";
import type { ProcessHost, Target } from "../targets/target.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";

/** What every target has whose worker is the one in C (`worker.c`), whatever starts it. */
export const cWorker = (command: ProcessHost["command"]) =>
  ({
    course: "port",
    reach: ["edge", "server"],
    threads: 1,
    glue: "compiled",
    host: { kind: "process", speaks: "plain-text", command },
    skips: whyNotCompiled,
  }) as const satisfies Partial<Target>;

/** Starts what was compiled for this machine. */
export const asProgram: ProcessHost["command"] = ({ artefacts }) => ({ file: artefacts.program!, args: [] });

/** Why a workload's model cannot be compiled into a program; null where it can. */
function whyNotCompiled(workloadId: string): string | null {
  if (isModelAlone(workloadId)) return "a model alone is not compiled into a program yet";
  const workload = workloadById(workloadId);
  if (hasSteps(workload))
    return "its tensors change their shapes from call to call, and C that is generated from a model has fixed ones";
  return workload.decode === undefined ? null : "its worker has nothing that decodes pictures";
}
