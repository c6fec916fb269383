/** A profile's calls one after another, small enough to draw. */
import {
  DRAWING_LIMITS,
  type DrawingLimits,
  type DrawnNode,
  largestNodes,
  namesOf,
  smallerFrames,
  wholeProfile,
} from "./drawn-tree.js";
import type { FoldedTree } from "./fold-tree.js";
import type { TimeOrder } from "./time-order.js";

export interface OrderedNode extends DrawnNode {
  /** Since the profile's start, milliseconds. */
  readonly startMs: number;
}

/** A drawn tree whose siblings are in the order of time: one node for each call that others interrupt, or that a sampler cannot tell from one. */
export type OrderedTree = readonly OrderedNode[];

/**
 * Calls that are too thin to see are merged with their thin neighbours, one node for each destination, so that no time is lost and
 * what is drawn stays in order.
 *
 * @param order over the tree that was folded
 * @param wallMs length of the profiled interval, milliseconds
 * @returns null where there are more calls than fit into memory beside the rest
 */
export function orderedTree(
  folded: FoldedTree,
  order: TimeOrder,
  wallMs: number,
  limits: DrawingLimits = {},
): OrderedTree | null {
  const { smallestShare, most } = { ...DRAWING_LIMITS, ...limits };
  const calls = callsOf(folded, order);
  if (calls === null) return null;
  const total = [...calls.selfMs];
  for (let call = total.length - 1; call > 0; call--) total[calls.parent[call]!]! += total[call]!;
  const coveredMs = total[0]!;
  const nodes: OrderedNode[] = [{ ...wholeProfile(Math.max(wallMs, calls.untilMs), coveredMs), startMs: 0 }];
  const kept = new Set(largestNodes(total, Math.max(0, wallMs * smallestShare), most));
  /** Of each call, its node, or the one that it is merged below. */
  const place = new Int32Array(total.length);
  const rests = new Rests();
  for (let call = 1; call < total.length; call++) {
    const parent = place[calls.parent[call]!]!;
    const [startMs, selfMs] = [calls.startMs[call]!, calls.selfMs[call]!];
    if (kept.has(call)) {
      const names = namesOf(folded, calls.node[call]!);
      rests.endBelow(parent);
      place[call] = nodes.push({ parent, ...names, startMs, totalMs: total[call]!, selfMs }) - 1;
    } else {
      place[call] = parent;
      if (selfMs === 0) continue;
      const names = namesOf(folded, calls.node[call]!);
      rests.add({ parent, ...names, startMs, totalMs: selfMs, selfMs });
    }
  }
  return [...nodes, ...rests.build()];
}

/** Five numbers each. */
const MOST_CALLS = 3_000_000;

/** Calls in the order of their starts, as columns; the first is the root, without time of its own. */
function callsOf(folded: FoldedTree, { nodes, ms }: TimeOrder) {
  const calls = { node: [0], parent: [0], startMs: [0], selfMs: [0], untilMs: 0 };
  const open: number[] = [0];
  for (const [i, from] of nodes.entries()) {
    const path = pathTo(folded, folded.place[from]!);
    let depth = 1;
    while (depth < open.length && depth < path.length && calls.node[open[depth]!] === path[depth]) depth++;
    open.length = depth;
    if (calls.node.length + path.length > MOST_CALLS) return null;
    for (; depth < path.length; depth++) {
      calls.parent.push(open.at(-1)!);
      calls.startMs.push(calls.untilMs);
      calls.selfMs.push(0);
      open.push(calls.node.push(path[depth]!) - 1);
    }
    if (open.length > 1) calls.selfMs[open.at(-1)!]! += ms[i]!;
    calls.untilMs += ms[i]!;
  }
  return calls;
}

/** The nodes from the root down to one. */
function pathTo({ parent }: FoldedTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parent[at]!) path.push(at);
  return [0, ...path.reverse()];
}

/** What is too thin to draw: under one node, what lies between two calls that are drawn is one for each destination. */
class Rests {
  readonly #runs = new Map<number, OrderedNode[]>();
  readonly #ended: OrderedNode[][] = [];

  add(node: OrderedNode): void {
    const run = this.#runs.get(node.parent) ?? [];
    this.#runs.set(node.parent, run);
    const at = run.findIndex(({ destination }) => destination === node.destination);
    if (at < 0) run.push(node);
    else {
      const { totalMs, frames, ...known } = run[at]!;
      const ms = totalMs + node.totalMs;
      run[at] = {
        ...known,
        ...smallerFrames(frames + node.frames),
        repeats: undefined,
        totalMs: ms,
        selfMs: ms,
      };
    }
  }

  endBelow(parent: number): void {
    const run = this.#runs.get(parent);
    if (!run) return;
    this.#ended.push(run);
    this.#runs.delete(parent);
  }

  /** Those of one run one after another, as their times alone are known. */
  build(): OrderedNode[] {
    return [...this.#ended, ...this.#runs.values()].flatMap((run) => {
      let startMs = run[0]!.startMs;
      return run.map((node) => {
        const placed = { ...node, startMs };
        startMs += node.totalMs;
        return placed;
      });
    });
  }
}
