import type { DrawnTree } from "./drawn-tree.js";

/** A function with everything that it calls. */
export interface HotFrame {
  readonly name: string;
  readonly file: string | null;
  readonly totalMs: number;
}

/** Addresses and numbers without a symbol, and the brackets that tools put around what is no function. */
const NAMELESS = /^(0x[0-9a-f]+$|wasm-function\[|\[|<|\()/i;

/**
 * The most special function under which at least a share of the profiled interval lies; recursion counts once. Null
 * where no named function holds as much.
 */
export function hotFrame(tree: DrawnTree, share = 0.5): HotFrame | null {
  const totals = new Map<string, { name: string; file: string | null; totalMs: number; last: number }>();
  for (const [node, { selfMs }] of tree.entries()) {
    if (selfMs === 0) continue;
    for (let at = node; at > 0; at = tree[at]!.parent) {
      const { name, file, frames } = tree[at]!;
      if (frames > 1 || NAMELESS.test(name)) continue;
      const key = `${name}\0${file}`;
      const total = totals.get(key) ?? { name, file, totalMs: 0, last: 0 };
      totals.set(key, total);
      // Each function of the stack once, however often it recurs.
      if (total.last === node) continue;
      total.last = node;
      total.totalMs += selfMs;
    }
  }
  let hot: HotFrame | null = null;
  const least = (tree[0]?.totalMs ?? 0) * share;
  // A stack is walked from its leaf, so of equal times the earlier is the callee.
  for (const { name, file, totalMs } of totals.values()) {
    if (totalMs >= least && totalMs > 0 && (hot === null || totalMs < hot.totalMs))
      hot = { name, file, totalMs };
  }
  return hot;
}
