/** Where each frame of a drawn tree lies: an icicle, callers above callees, the largest first from the left. */
import { type HierarchyRectangularNode, hierarchy, partition } from "d3";
import type { DrawnNode, DrawnTree } from "../../model/traces/drawn-tree.js";

export type Placed = HierarchyRectangularNode<Branch>;

interface Branch {
  readonly id: number;
  readonly node: DrawnNode;
  readonly children: Branch[];
}

/** x from 0 to 1 over the whole profile; depth counts from 0, the root. */
export function layoutOf(tree: DrawnTree): Placed {
  const branches: Branch[] = tree.map((node, id) => ({ id, node, children: [] }));
  for (const branch of branches) branches[branch.node.parent]?.children.push(branch);
  const root = hierarchy(branches[0]!)
    .sum(({ node }) => node.selfMs)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.data.id - b.data.id);
  return partition<Branch>()(root);
}

/** What an arrow key moves to, or null at an edge. Only frames that are wide enough to be seen count. */
export function neighbour(
  from: Placed,
  key: "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight",
  isShown: (node: Placed) => boolean,
): Placed | null {
  if (key === "ArrowUp") return from.parent && isShown(from.parent) ? from.parent : null;
  if (key === "ArrowDown") return (from.children ?? []).find(isShown) ?? null;
  const siblings = (from.parent?.children ?? []).filter(isShown);
  return siblings[siblings.indexOf(from) + (key === "ArrowLeft" ? -1 : 1)] ?? null;
}

/** From the root down to the node. */
export function pathTo(node: Placed): Placed[] {
  return node.ancestors().reverse();
}
