import type { NodeDestination } from "../buckets.js";
import { type DrawnTree, drawnFolded } from "./drawn-tree.js";
import { foldTree } from "./fold-tree.js";
import { type OrderedTree, orderedTree } from "./ordered-tree.js";
import type { ImportedProfile } from "./profile.js";

/** A calling tree in both orders of siblings. */
export interface TreeOrders {
  /** Calls of one function by one caller are one node. */
  readonly merged: DrawnTree;
  /** Null where the profile keeps no order of time, or too much of it. */
  readonly ordered: OrderedTree | null;
}

/** What an icicle can show of a profile. */
export interface TreeViews {
  readonly folded: TreeOrders;
  /** With a node for each call of a function by itself; null where none calls itself, and where that was not kept. */
  readonly unfolded: TreeOrders | null;
}

/** @param destinations of every node of the profile's tree, from `nodeDestinations` */
export function treeViews(
  { tree, order, wallMs }: Pick<ImportedProfile, "tree" | "order" | "wallMs">,
  destinations: readonly NodeDestination[],
): TreeViews {
  const view = (keepRepeats: boolean): TreeOrders => {
    const folded = foldTree(tree, destinations, { keepRepeats });
    return {
      merged: drawnFolded(folded, wallMs),
      ordered: order && orderedTree(folded, order, wallMs),
    };
  };
  const folded = view(false);
  const hasRepeats = folded.merged.some(({ repeats = 1 }) => repeats > 1);
  return { folded, unfolded: hasRepeats ? view(true) : null };
}

/** Of a tree of which no more is known. */
export const onlyMerged = (merged: DrawnTree): TreeViews => ({
  folded: { merged, ordered: null },
  unfolded: null,
});
