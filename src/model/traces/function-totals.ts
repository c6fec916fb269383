import type { DrawnNode, DrawnTree } from "./drawn-tree.js";

/** What tells one function from another, wherever it is called from. */
export type FunctionName = Pick<DrawnNode, "name" | "file">;

/** A function with everything that it calls. */
export interface FunctionTotal extends FunctionName {
  readonly totalMs: number;
}

export const isSameFunction = (a: FunctionName, b: FunctionName): boolean =>
  a.name === b.name && a.file === b.file;

/** Of every function, a callee before its callers; each counts once on a stack, however often it recurs there. Merged ones are left out. */
export function functionTotals(tree: DrawnTree): readonly FunctionTotal[] {
  const totals = new Map<string, { name: string; file: string | null; totalMs: number; last: number }>();
  for (const [node, { selfMs }] of tree.entries()) {
    if (selfMs === 0) continue;
    for (let at = node; at > 0; at = tree[at]!.parent) {
      const { name, file, frames } = tree[at]!;
      if (frames > 1) continue;
      const key = `${name}\0${file}`;
      const total = totals.get(key) ?? { name, file, totalMs: 0, last: 0 };
      totals.set(key, total);
      if (total.last === node) continue;
      total.last = node;
      total.totalMs += selfMs;
    }
  }
  return [...totals.values()].map(({ name, file, totalMs }) => ({ name, file, totalMs }));
}
