/** Where each frame of a drawn tree lies: an icicle, callers above callees. */
import { type HierarchyRectangularNode, hierarchy, partition } from "d3";
import type { DrawnNode, DrawnTree } from "../../model/traces/drawn-tree.js";
import type { OrderedTree } from "../../model/traces/ordered-tree.js";

export type Placed = HierarchyRectangularNode<Branch>;

interface Branch {
  readonly id: number;
  readonly node: DrawnNode;
  readonly children: Branch[];
}

/** The largest first from the left, or in the order of time. x goes from 0 to 1 over the whole profile; depth counts from 0, the root. */
export function layoutOf(tree: DrawnTree | OrderedTree): Placed {
  const branches: Branch[] = tree.map((node, id) => ({ id, node, children: [] }));
  for (const branch of branches) branches[branch.node.parent]?.children.push(branch);
  const root = hierarchy(branches[0]!).sum(({ node }) => node.selfMs);
  if (!isOrdered(tree)) {
    root.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.data.id - b.data.id);
    return partition<Branch>()(root);
  }
  const startOf = ({ data }: { readonly data: Branch }) => tree[data.id]!.startMs;
  root.sort((a, b) => startOf(a) - startOf(b));
  const placed = partition<Branch>()(root);
  const whole = tree[0]!.totalMs || 1;
  for (const node of placed.descendants()) {
    node.x0 = startOf(node) / whole;
    node.x1 = node.x0 + node.data.node.totalMs / whole;
  }
  return placed;
}

const isOrdered = (tree: DrawnTree): tree is OrderedTree => "startMs" in tree[0]!;

/** What an arrow key moves to. */
export type Direction = "caller" | "callee" | "left" | "right";

/** What lies next to a frame, or null at an edge. Only frames that are wide enough to be seen count. */
export function neighbour(
  from: Placed,
  direction: Direction,
  isShown: (node: Placed) => boolean,
): Placed | null {
  if (direction === "caller") return from.parent && isShown(from.parent) ? from.parent : null;
  if (direction === "callee") return (from.children ?? []).find(isShown) ?? null;
  const siblings = (from.parent?.children ?? []).filter(isShown);
  return siblings[siblings.indexOf(from) + (direction === "left" ? -1 : 1)] ?? null;
}

/** From the root down to the node. */
export function pathTo(node: Placed): Placed[] {
  return node.ancestors().reverse();
}
