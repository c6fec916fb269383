import type { DrawnTree } from "./drawn-tree.js";
import { type FunctionTotal, functionTotals } from "./function-totals.js";

/** Addresses and numbers without a symbol, and the brackets that tools put around what is no function. */
const NAMELESS = /^(0x[0-9a-f]+$|wasm-function\[|\[|<|\()/i;

/**
 * The most special function under which at least a share of the profiled interval lies; recursion counts once. Null
 * where no named function holds as much.
 */
export function hotFrame(tree: DrawnTree, share = 0.5): FunctionTotal | null {
  const least = (tree[0]?.totalMs ?? 0) * share;
  let hot: FunctionTotal | null = null;
  // Of equal times the earlier is the callee.
  for (const total of functionTotals(tree)) {
    const { name, totalMs } = total;
    if (!NAMELESS.test(name) && totalMs >= least && totalMs > 0 && (hot === null || totalMs < hot.totalMs))
      hot = total;
  }
  return hot;
}
