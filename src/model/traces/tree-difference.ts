/** A calling tree beside another one: which calls take more of the time than there, and which less. */
import { type Difference, differenceOf } from "./compare.js";
import type { DrawnTree } from "./drawn-tree.js";
import { frameName, portableFile } from "./frame-key.js";

/** Of a tree, and how many samples it is made of; null where it records every event, or does not say. */
export interface SampledTree {
  readonly tree: DrawnTree;
  readonly samples: number | null;
}

/** A difference of shares that is too small to be shown. */
const LEAST_SHARE = 0.005;

export type Way = "more" | "less" | "alike";

export interface NodeDifference extends Difference {
  /** Alike, too, is what differs by no more than sampling noise, and what stands for many thin frames. */
  readonly way: Way;
}

/** For each node of B: its time with all that it calls, beside that of the same calls, from the root on, in A. */
export function treeDifference(a: SampledTree, b: SampledTree): NodeDifference[] {
  const inA = new Map<string, number>();
  pathsOf(a.tree).forEach((path, node) => {
    inA.set(path, (inA.get(path) ?? 0) + a.tree[node]!.totalMs);
  });
  const [wholeA, wholeB] = [a.tree[0]!.totalMs || 1, b.tree[0]!.totalMs || 1];
  return pathsOf(b.tree).map((path, node) => {
    const { totalMs, frames } = b.tree[node]!;
    const ms = inA.get(path) ?? 0;
    const difference = differenceOf(
      { ms, share: ms / wholeA },
      { ms: totalMs, share: totalMs / wholeB },
      a.samples,
      b.samples,
    );
    const { differenceShare, withinNoise } = difference;
    const isAlike = withinNoise || frames > 1 || Math.abs(differenceShare) < LEAST_SHARE;
    return { ...difference, way: isAlike ? "alike" : differenceShare > 0 ? "more" : "less" };
  });
}

/** Each node by the functions from the root to it, whichever machine's folders they lie in. */
function pathsOf(tree: DrawnTree): string[] {
  const paths: string[] = [];
  for (const { parent, name, file } of tree)
    paths.push(parent < 0 ? "" : `${paths[parent]}\n${frameName({ name })}\t${portableFile(file) ?? ""}`);
  return paths;
}
