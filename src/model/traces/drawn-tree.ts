/** A profile's calling tree, small enough to draw: what is too thin to see is merged, no time is lost. */
import type { NodeDestination } from "../buckets.js";
import { type CallTree, type Frame, totalMs } from "./call-tree.js";
import { type FoldedTree, type FoldOptions, foldTree } from "./fold-tree.js";

export interface DrawnNode {
  /** Index of the parent in the drawn tree, always smaller than the node's own; −1 for the root. */
  readonly parent: number;
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  /** Of the node's own time. */
  readonly destination: NodeDestination;
  readonly totalMs: number;
  readonly selfMs: number;
  /** How many frames of the profile this node stands for: more than 1 where thin ones were merged. */
  readonly frames: number;
  /** How many calls of the function by itself were folded into the node, itself included; left out where there is one. */
  readonly repeats?: number | undefined;
}

/** Node 0 is the whole profiled interval; its own time is what no frame of the profile covers. */
export type DrawnTree = readonly DrawnNode[];

export interface DrawingLimits {
  /** Frames with a smaller share of the wall time are merged. */
  readonly smallestShare?: number;
  /** Most frames drawn one by one. */
  readonly most?: number;
}

export const DRAWING_LIMITS = { smallestShare: 0.0005, most: 2_000 } as const satisfies DrawingLimits;

/**
 * Folds what a reader would not tell apart, keeps the frames with most time, and merges the rest into one node for
 * each parent and destination, so that the time by destination is that of the whole tree.
 *
 * @param destinations of every node of the tree, from `nodeDestinations`
 * @param wallMs length of the profiled interval, milliseconds
 */
export function drawnTree(
  tree: CallTree,
  destinations: readonly NodeDestination[],
  wallMs: number,
  { keepRepeats, ...limits }: DrawingLimits & FoldOptions = {},
): DrawnTree {
  return drawnFolded(foldTree(tree, destinations, { keepRepeats }), wallMs, limits);
}

/** The same of a tree that is folded already. */
export function drawnFolded(folded: FoldedTree, wallMs: number, limits: DrawingLimits = {}): DrawnTree {
  const { smallestShare, most } = { ...DRAWING_LIMITS, ...limits };
  const total = totalMs(folded);
  const kept = largestNodes(total, Math.max(0, wallMs * smallestShare), most);
  const place = new Map<number, number>([[0, 0]]);
  const nodes: DrawnNode[] = [wholeProfile(Math.max(wallMs, total[0]!), total[0]!)];
  for (const node of kept) {
    place.set(node, nodes.length);
    nodes.push({
      parent: place.get(folded.parent[node]!)!,
      ...namesOf(folded, node),
      totalMs: total[node]!,
      selfMs: folded.selfMs[node]!,
    });
  }
  return [...nodes, ...merged(folded, place)];
}

/** What a node of a folded tree is, whatever its times. */
export function namesOf(folded: FoldedTree, node: number) {
  const { name, file, line } = frameOf(folded, node);
  const repeats = folded.repeats[node]!;
  const destination = folded.destination[node]!;
  return { name, file, line, destination, frames: 1, ...(repeats > 1 ? { repeats } : {}) };
}

/** What stands for so many frames that are too thin to draw. */
export const smallerFrames = (count: number) => ({
  name: `${count.toLocaleString("en-US")} smaller frames`,
  file: null,
  line: null,
  frames: count,
});

export function wholeProfile(wallMs: number, coveredMs: number): DrawnNode {
  return {
    parent: -1,
    name: "the whole profile",
    file: null,
    line: null,
    destination: "unattributed",
    totalMs: wallMs,
    selfMs: wallMs - coveredMs,
    frames: 1,
  };
}

/** Nodes with most time, in the order of the tree. A parent has no less time than its child, so it is there too. */
export function largestNodes(total: readonly number[], leastMs: number, most: number): number[] {
  const candidates: number[] = [];
  for (let node = 1; node < total.length; node++) {
    if (total[node]! > 0 && total[node]! >= leastMs) candidates.push(node);
  }
  if (candidates.length > most) {
    candidates.sort((a, b) => total[b]! - total[a]! || a - b);
    candidates.length = most;
  }
  return candidates.sort((a, b) => a - b);
}

/** The time of all frames that are not drawn, under the nearest frame that is. */
function merged(tree: FoldedTree, place: ReadonlyMap<number, number>): DrawnNode[] {
  const nearest = new Int32Array(tree.parent.length);
  const rests = new Map<string, Rest>();
  for (let node = 1; node < tree.parent.length; node++) {
    const own = place.get(node);
    nearest[node] = own ?? nearest[tree.parent[node]!]!;
    const ms = tree.selfMs[node]!;
    if (own !== undefined || ms === 0) continue;
    const [parent, destination] = [nearest[node]!, tree.destination[node]!];
    const key = `${parent} ${destination}`;
    const rest = rests.get(key) ?? { parent, destination, ms: 0, frames: 0, first: frameOf(tree, node) };
    rest.ms += ms;
    rest.frames += 1;
    rests.set(key, rest);
  }
  return [...rests.values()].map(({ parent, destination, ms, frames, first }) => {
    const { name, file, line } = frames === 1 ? first : smallerFrames(frames);
    return { parent, name, file, line, destination, totalMs: ms, selfMs: ms, frames };
  });
}

/** Thin frames with time of their own, under one drawn frame and with one destination. */
interface Rest {
  readonly parent: number;
  readonly destination: NodeDestination;
  ms: number;
  frames: number;
  readonly first: Frame;
}

function frameOf(tree: CallTree, node: number): Frame {
  return tree.frames[tree.frame[node]!]!;
}
