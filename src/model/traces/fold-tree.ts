import type { NodeDestination } from "../buckets.js";
import type { CallTree, Frame } from "./call-tree.js";

/** A tree in which a reader can tell each node from its siblings. A frame's line is null where call sites were folded. */
export interface FoldedTree extends CallTree {
  readonly destination: readonly NodeDestination[];
}

const ADDRESS = /^0x[0-9a-f]+$/i;

/**
 * Profilers tell call sites of one function apart, and addresses of a library without symbols; to a reader they are
 * one. Siblings of the same name, file and destination become one node; an address is named after its library.
 */
export function foldTree(tree: CallTree, destinations: readonly NodeDestination[]): FoldedTree {
  const shown = tree.frames.map(shownFrame);
  const frames: Frame[] = [];
  const parent = [0];
  const frame = [-1];
  const selfMs = [0];
  const destination: NodeDestination[] = ["unattributed"];
  const folded = new Int32Array(tree.parent.length);
  const nodes = new Map<string, number>();
  for (let node = 1; node < tree.parent.length; node++) {
    const own = shown[tree.frame[node]!]!;
    const up = folded[tree.parent[node]!]!;
    const key = `${up}\0${destinations[node]}\0${own.name}\0${own.file}`;
    let into = nodes.get(key);
    if (into === undefined) {
      into = parent.push(up) - 1;
      nodes.set(key, into);
      frame.push(frames.push(own) - 1);
      destination.push(destinations[node]!);
      selfMs.push(0);
    } else if (frames[frame[into]!]!.line !== own.line) {
      frames[frame[into]!] = { ...own, line: null };
    }
    selfMs[into]! += tree.selfMs[node]!;
    folded[node] = into;
  }
  return { frames, parent, frame, selfMs, destination };
}

function shownFrame(frame: Frame): Frame {
  if (!ADDRESS.test(frame.name)) return frame;
  const library = frame.file?.split(/[/\\]/).at(-1);
  return { ...frame, name: library ? `[${library}]` : "[no symbol]", line: null };
}
