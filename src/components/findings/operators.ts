import { formatShare } from "../../model/format.js";
import type { TargetRecord } from "../../model/run-file.js";
import type { EngineSplit } from "../../model/summary.js";
import { factor, named } from "./words.js";

export interface ProfiledTarget {
  readonly target: TargetRecord;
  readonly engine: Extract<EngineSplit, { state: "profiled" }>;
}

/** The operator that dominates the reference's kernels, and on which target it is slowest. */
export function operatorFinding(profiled: readonly ProfiledTarget[], reference: ProfiledTarget): string {
  const [top] = reference.engine.operators;
  if (!top) return `The engine’s profile of ${named(reference.target)} names no operator.`;
  const total = reference.engine.operators.reduce((sum, { ms }) => sum + ms, 0);
  const share = `${top.operator} takes ${formatShare(total > 0 ? top.ms / total : 0)} of the kernel time on ${named(reference.target)}`;
  const others = profiled
    .map(({ target, engine }) => ({
      target,
      ms: engine.operators.find(({ operator }) => operator === top.operator)?.ms ?? 0,
    }))
    .sort((a, b) => b.ms - a.ms);
  const slowest = others[0];
  if (!slowest || slowest.target.id === reference.target.id || slowest.ms < top.ms * 1.1) return `${share}.`;
  return `${share}, and takes ${factor(slowest.ms / top.ms)} times as long on ${named(slowest.target)}.`;
}
