import { isComparable } from "./comparable.js";
import type { ListedRun } from "./runs-file.js";

/**
 * Which two runs are laid side by side where nobody chose: the newest, and the one before on the same machine that shares a cell
 * with it; else the newest two. Null where there are no two.
 *
 * @param runs oldest first
 */
export function usualPair(runs: readonly ListedRun[]): readonly [a: ListedRun, b: ListedRun] | null {
  const own = runs.filter(({ isReference }) => !isReference);
  const b = own.at(-1) ?? runs.at(-1);
  if (b === undefined) return null;
  const others = runs.filter((run) => run !== b && (run.isReference || run.startedAt <= b.startedAt));
  const shares = (run: ListedRun) =>
    isComparable(run, b) &&
    run.cells.some(({ workload, target }) =>
      b.cells.some((cell) => cell.workload === workload && cell.target === target),
    );
  const isSameMachine = (run: ListedRun) =>
    run.environment.machineId === b.environment.machineId && run.startedAt <= b.startedAt;
  const a =
    others.findLast((run) => isSameMachine(run) && shares(run)) ?? others.findLast(shares) ?? others.at(-1);
  return a ? [a, b] : null;
}
