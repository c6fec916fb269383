import { formatShare } from "../model/format.js";
import type { TargetRecord } from "../model/run-file.js";
import type { EngineSplit } from "../model/summary.js";
import type { OperatorTime } from "../model/traces/profile.js";
import { factor, named } from "./words.js";

export interface ProfiledTarget {
  readonly target: TargetRecord;
  readonly engine: Extract<EngineSplit, { state: "profiled" }>;
}

/**
 * Fused operators under the name of the one that they extend: ONNX Runtime calls the same convolution FusedConv on one
 * engine and Conv on another, and side by side the two would look like different work. Largest first.
 */
export function joinedFused(operators: readonly OperatorTime[]): OperatorTime[] {
  const joined = new Map<string, OperatorTime>();
  for (const { operator, ms, calls } of operators) {
    const name = operator.replace(/^Fused(?=[A-Z])/, "");
    const known = joined.get(name) ?? { operator: name, ms: 0, calls: 0 };
    joined.set(name, { operator: name, ms: known.ms + ms, calls: known.calls + calls });
  }
  return [...joined.values()].sort((a, b) => b.ms - a.ms);
}

/** Names of the operators that take longest anywhere, longest first. */
export function largestOperators(profiled: readonly ProfiledTarget[], most: number): string[] {
  const longest = new Map<string, number>();
  for (const { engine } of profiled)
    for (const { operator, ms } of engine.operators)
      longest.set(operator, Math.max(ms, longest.get(operator) ?? 0));
  return [...longest]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([operator]) => operator);
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
