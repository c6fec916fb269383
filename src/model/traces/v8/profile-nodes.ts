import type { CallTreeBuilder, Frame } from "../call-tree.js";
import { TraceError } from "../format.js";
import { asArray, asNumber, isObject, type JsonObject } from "../json-file.js";
import type { Oddities } from "../oddities.js";
import { readFrame } from "./profile-frame.js";

/** A node of the file's tree, the old and the new form alike. */
export interface ProfileNode {
  readonly id: number;
  readonly parent: number | null;
  readonly frame: Frame;
}

/** The new form: a flat list of nodes with their children's ids, or their parent's. */
export function readNodes(file: JsonObject, oddities: Oddities): Map<number, ProfileNode> {
  const list = asArray(file.nodes);
  if (!list) {
    throw new TraceError(
      `This looks like a V8 CPU profile, but has neither "nodes" nor "head". Record it again.`,
    );
  }
  const parentOf = new Map<number, number>();
  const nodes = new Map<number, ProfileNode>();
  for (const node of list) {
    const id = isObject(node) ? asNumber(node.id) : null;
    if (!isObject(node) || id === null || !isObject(node.callFrame)) {
      oddities.add("nodes were dropped, as they have no id or call frame", isObject(node) ? node.id : node);
      continue;
    }
    for (const child of asArray(node.children) ?? []) if (typeof child === "number") parentOf.set(child, id);
    nodes.set(id, { id, parent: asNumber(node.parent), frame: readFrame(node.callFrame) });
  }
  for (const [child, parent] of parentOf) {
    const node = nodes.get(child);
    if (node) nodes.set(child, { ...node, parent });
  }
  return nodes;
}

/** The old form nests its nodes; they may be too deep for recursion. */
export function flattenHead(head: JsonObject): Map<number, ProfileNode> {
  const nodes = new Map<number, ProfileNode>();
  const open: { readonly node: JsonObject; readonly parent: number | null }[] = [
    { node: head, parent: null },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const id = asNumber(next.node.id) ?? -1 - nodes.size;
    nodes.set(id, { id, parent: next.parent, frame: readFrame(next.node) });
    for (const child of asArray(next.node.children) ?? [])
      if (isObject(child)) open.push({ node: child, parent: id });
  }
  return nodes;
}

/**
 * Maps a node id to its node in the tree, null for an unknown one.
 *
 * @param root the tree's node that is the file's root
 */
export function nodeMapper(
  nodes: ReadonlyMap<number, ProfileNode>,
  tree: CallTreeBuilder,
  oddities: Oddities,
  root = 0,
): (id: number) => number | null {
  const mapped = new Map<number, number>();
  return (id) => {
    const path: ProfileNode[] = [];
    const onPath = new Set<number>();
    let node = nodes.get(id);
    while (node && !mapped.has(node.id)) {
      if (onPath.has(node.id)) {
        oddities.add("nodes are their own ancestor and were cut off there", node.id);
        node = undefined;
        break;
      }
      onPath.add(node.id);
      path.push(node);
      node = node.parent === null ? undefined : nodes.get(node.parent);
    }
    let parent = node ? mapped.get(node.id)! : root;
    for (const { id, frame, parent: parentId } of path.reverse()) {
      if (parentId !== null || frame.name !== "(root)") parent = tree.child(parent, tree.frame(frame));
      mapped.set(id, parent);
    }
    return nodes.has(id) ? parent : null;
  };
}
