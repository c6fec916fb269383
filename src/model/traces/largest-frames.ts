import type { NodeDestination } from "../buckets.js";
import type { DrawnTree } from "./drawn-tree.js";

/** One function's own time, wherever it was called from. */
export interface FrameTime {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly destination: NodeDestination;
  readonly selfMs: number;
}

/**
 * The frames with most time of their own, largest first; merged ones are left out. A frame whose time goes to several
 * destinations (it follows its caller) has a row for each.
 */
export function largestFrames(tree: DrawnTree, count: number): FrameTime[] {
  const times = new Map<string, FrameTime>();
  for (const { name, file, line, destination, selfMs, frames } of tree.slice(1)) {
    if (selfMs === 0 || frames > 1) continue;
    const key = `${name}\0${file}\0${line}\0${destination}`;
    const before = times.get(key)?.selfMs ?? 0;
    times.set(key, { name, file, line, destination, selfMs: before + selfMs });
  }
  return [...times.values()].sort((a, b) => b.selfMs - a.selfMs).slice(0, count);
}
