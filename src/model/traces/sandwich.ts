/** One function between all that lead to it and all that it calls. */
import { type DrawnNode, type DrawnTree, smallerFrames } from "./drawn-tree.js";
import { type FunctionName, isSameFunction } from "./function-totals.js";

/** Both trees have the function as their root, with the same total time. */
export interface Sandwich {
  /** Below each node, who called it. A node's own time is that of stacks that begin with it. */
  readonly callers: DrawnTree;
  /** Below each node, what it called. */
  readonly callees: DrawnTree;
}

/**
 * Over all stacks that hold the function, each counted once: where it recurs, its outermost call is the one in the middle, and the
 * others lie below it.
 *
 * @returns null where no node is of the function
 */
export function sandwich(tree: DrawnTree, wanted: FunctionName): Sandwich | null {
  const calls = tree.map((node, at) => at > 0 && node.frames === 1 && isSameFunction(node, wanted));
  const first = calls.indexOf(true);
  if (first < 0) return null;
  const callers = new Merged(tree[first]!);
  const callees = new Merged(tree[first]!);
  /** Of each node below a call, where it lies among the callees; −1 elsewhere. */
  const place = new Int32Array(tree.length).fill(-1);
  for (let at = 1; at < tree.length; at++) {
    const node = tree[at]!;
    const above = place[node.parent]!;
    if (above >= 0) place[at] = callees.child(above, node);
    else if (calls[at]) {
      place[at] = 0;
      callers.add(pathUp(tree, at, callers), node.totalMs);
    } else continue;
    callees.add(place[at]!, node.selfMs);
  }
  return { callers: callers.build(), callees: callees.build() };
}

/** The outermost caller's node. */
function pathUp(tree: DrawnTree, call: number, callers: Merged): number {
  let place = 0;
  for (let at = tree[call]!.parent; at > 0; at = tree[at]!.parent) place = callers.child(place, tree[at]!);
  return place;
}

/** A drawn tree in which siblings of one function and destination are one node. */
class Merged {
  readonly #nodes: (DrawnNode & { selfMs: number; frames: number })[];
  readonly #known = new Map<string, number>();

  constructor(root: DrawnNode) {
    this.#nodes = [{ ...root, parent: -1, totalMs: 0, selfMs: 0 }];
  }

  child(up: number, node: DrawnNode): number {
    const { name, file, line, destination, frames } = node;
    const isRest = frames > 1;
    const key = `${up}\0${destination}\0${isRest ? "" : `${name}\0${file}`}`;
    let place = this.#known.get(key);
    if (place === undefined) {
      place = this.#nodes.push({ ...node, parent: up, totalMs: 0, selfMs: 0 }) - 1;
      this.#known.set(key, place);
      return place;
    }
    const known = this.#nodes[place]!;
    if (isRest) this.#nodes[place] = { ...known, ...smallerFrames(known.frames + frames) };
    else if (known.line !== line) this.#nodes[place] = { ...known, line: null };
    return place;
  }

  add(place: number, ms: number): void {
    this.#nodes[place]!.selfMs += ms;
  }

  build(): DrawnTree {
    const totals = this.#nodes.map(({ selfMs }) => selfMs);
    for (let at = totals.length - 1; at > 0; at--) totals[this.#nodes[at]!.parent]! += totals[at]!;
    return this.#nodes.map((node, at) => ({ ...node, totalMs: totals[at]! }));
  }
}
