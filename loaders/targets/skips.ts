import { NOT_PROVIDED } from "../../src/model/forecast/stand-ins.ts";
import { isModelAlone } from "../../src/model/model-alone/name.ts";
import type { Effort } from "../../src/model/run-file.ts";
import { hasGlue } from "../glue/sources.ts";
import { neededModules } from "../python/glue.ts";
import { workloadById } from "../workloads/index.ts";
import type { ModelFormat } from "../workloads/workload.ts";
import { packageVersion } from "./engines.ts";
import type { Target } from "./target.ts";

/** Why a workload is not measured on a target although it could be; null where it is. */
export function whySkipped(target: Target, workloadId: string): string | null {
  const unread = whyNotRead(target, workloadId);
  if (unread !== null) return unread;
  if (!isModelAlone(workloadId))
    return whyNotProvided(target, workloadId) ?? target.skips?.(workloadId) ?? null;
  const { course, glue } = target;
  if (course === "plain" || course === "slice" || glue === "python")
    return "a model alone has no code around it, which is all that this target has otherwise";
  return target.skips?.(workloadId) ?? null;
}

/**
 * The same in a run: a first look is at the courses. It takes no port and no slice with threads or a search besides, and of a
 * workload with much to load no setting either, unless it is asked to.
 */
export function whyLeftOut(
  target: Target,
  workloadId: string,
  { effort, targets }: { readonly effort: Effort; readonly targets: readonly string[] },
): string | null {
  const reason = whySkipped(target, workloadId);
  if (reason !== null || effort !== "quick" || targets.includes(target.id) || isModelAlone(workloadId))
    return reason;
  if (target.threads > 1 && target.threadRounds !== undefined)
    return "left out of a first look, in which its engine has one conversation on more and more threads; --effort default, or naming it, measures it";
  const isVariant = target.threads > 1 || target.tuning !== undefined || target.closerLook === true;
  const isSetting = target.course === "setting" && !target.closerLook;
  return isVariant && (!isSetting || workloadById(workloadId).isLong)
    ? "left out of a first look, which such targets make twice as long; --effort default, or naming it, measures it"
    : null;
}

/** An engine reads one kind of file. */
function whyNotRead({ reads = "onnx" }: Target, workloadId: string): string | null {
  const format = formatOf(workloadId);
  return reads === format ? null : `its engine reads ${FORMAT[reads]}, and the model is ${FORMAT[format]}`;
}

const FORMAT = { onnx: "ONNX", gguf: "GGUF" } as const;

/** What kind of file a workload's models are. */
export const formatOf = (workloadId: string): ModelFormat =>
  (isModelAlone(workloadId) ? undefined : workloadById(workloadId).reads) ?? "onnx";

function whyNotProvided({ glue, decoder, host }: Target, workloadId: string): string | null {
  const lacks = (language: string) => `${NOT_PROVIDED}the workload has no glue in ${language}`;
  if (glue === "javascript" && !hasGlue(workloadId, "ts")) return lacks("TypeScript (glue.ts)");
  if (glue === "compiled" && !hasGlue(workloadId, "c")) return lacks("C (glue.c)");
  if (glue === "python") {
    const needed = neededModules(workloadId);
    if (needed.length > 0)
      return `it runs without ${needed.join(", ")}, which the workload’s Python glue needs`;
  }
  const isDecoded = host.kind === "node" && workloadById(workloadId).decode !== undefined;
  if (!isDecoded) return null;
  if (!decoder) return "it has nothing that decodes pictures";
  if (packageVersion(decoder.package) !== null) return null;
  return `it decodes pictures with the optional package ${decoder.package}, which is not installed: npm install --no-save ${decoder.package}`;
}
