import type { DrawnTree } from "./drawn-tree.js";

/** The frames of a tree that a reader looks for. */
export interface FrameSearch {
  /** Nodes of the tree, most time first. */
  readonly nodes: readonly number[];
  /** Functions that the nodes are calls of. */
  readonly functions: number;
  /** Time in which at least one of them was on the stack, milliseconds: a stack with several counts once. */
  readonly ms: number;
  /** Of the whole tree, 0 to 1. */
  readonly share: number;
}

/**
 * Frames whose name and file hold every word, in any case. What was merged has no name to be found by.
 *
 * @returns null where there is no word
 */
export function searchFrames(tree: DrawnTree, query: string): FrameSearch | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const found: number[] = [];
  const functions = new Set<string>();
  const isWithin = new Uint8Array(tree.length);
  let ms = 0;
  for (const [node, { parent, name, file, frames, totalMs }] of tree.entries()) {
    if (node === 0) continue;
    isWithin[node] = isWithin[parent]!;
    const text = `${name} ${file ?? ""}`.toLowerCase();
    if (frames > 1 || !words.every((word) => text.includes(word))) continue;
    found.push(node);
    functions.add(`${name}\0${file}`);
    if (isWithin[node] === 0) ms += totalMs;
    isWithin[node] = 1;
  }
  const whole = tree[0]!.totalMs;
  return {
    nodes: found.sort((a, b) => tree[b]!.totalMs - tree[a]!.totalMs || a - b),
    functions: functions.size,
    ms,
    share: whole > 0 ? Math.min(1, ms / whole) : 0,
  };
}
