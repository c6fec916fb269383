import type { NodeDestination } from "../buckets.js";
import type { CallTree, Frame } from "./call-tree.js";
import { isRuntimeFrame, SCRIPT } from "./runtime-frame.js";

/** A tree in which a reader can tell each node from its siblings. A frame's line is null where call sites were folded. */
export interface FoldedTree extends CallTree {
  readonly destination: readonly NodeDestination[];
  /** How many calls of the function lie one directly below the other in the node, at most; 1 where it does not call itself. */
  readonly repeats: readonly number[];
  /** Of each node of the tree that was folded, the node that has its own time. */
  readonly place: Int32Array;
}

export interface FoldOptions {
  /** Keeps a node for each call of a function by itself. */
  readonly keepRepeats?: boolean | undefined;
}

const ADDRESS = /^0x[0-9a-f]+$/i;

/**
 * Profilers tell call sites of one function apart, and addresses of a library without symbols; to a reader they are
 * one. Siblings of the same name, file and destination become one node; an address is named after its library. The tree
 * begins at the program's own code: what only leads there is left out, and so are the links of long chains. No time is:
 * what has time of its own keeps its node.
 */
export function foldTree(
  tree: CallTree,
  destinations: readonly NodeDestination[],
  { keepRepeats = false }: FoldOptions = {},
): FoldedTree {
  const shown = tree.frames.map(shownFrame);
  const leadsOn = leadingNodes(tree);
  const isLink = tree.frames.map(isNamelessOrImport);
  const folded = new Folded(tree.parent.length);
  /** Of each node, where its callees go; it is another than its own where its node is left out. */
  const below = new Int32Array(tree.parent.length);
  /** How often the function of the node was called by itself down to here. */
  const calls = new Int32Array(tree.parent.length);
  for (let node = 1; node < tree.parent.length; node++) {
    const [frame, destination, selfMs] = [tree.frame[node]!, destinations[node]!, tree.selfMs[node]!];
    const own = shown[frame]!;
    const up = below[tree.parent[node]!]!;
    const isRepeat = up !== 0 && folded.is(up, own, destination) && (isLink[frame]! || !keepRepeats);
    const isLeftOut =
      up === 0
        ? leadsOn[node] === 1
        : isRepeat || (selfMs === 0 && isLink[frame]! && folded.isSameKind(up, own, destination));
    if (!isLeftOut) {
      below[node] = folded.child(up, own, destination);
      calls[node] = 1;
      folded.take(node, below[node]!, selfMs);
      continue;
    }
    below[node] = up;
    calls[node] = calls[tree.parent[node]!]! + (isRepeat && !isLink[frame]! ? 1 : 0);
    folded.repeats[up] = Math.max(folded.repeats[up]!, calls[node]!);
    if (selfMs === 0) continue;
    if (up === 0) folded.take(node, folded.child(0, own, destination), selfMs);
    else folded.absorb(node, up, own, selfMs);
  }
  return folded;
}

/** 1 for each node that starts or turns something, and leads to code that does not. */
function leadingNodes({ frames, frame, parent }: CallTree): Uint8Array {
  const isRuntime = frames.map(isRuntimeFrame);
  const isCode = frames.map((own, i) => !isRuntime[i] || own.name === SCRIPT);
  const leads = new Uint8Array(parent.length);
  for (let node = parent.length - 1; node > 0; node--)
    if (leads[node] === 1 || isCode[frame[node]!]) leads[parent[node]!] = 1;
  for (let node = 1; node < parent.length; node++) if (!isRuntime[frame[node]!]) leads[node] = 0;
  return leads;
}

class Folded implements FoldedTree {
  readonly frames: Frame[] = [];
  readonly parent = [0];
  readonly frame = [-1];
  readonly selfMs = [0];
  readonly destination: NodeDestination[] = ["unattributed"];
  readonly repeats = [1];
  readonly place: Int32Array;
  readonly #nodes = new Map<string, number>();

  constructor(nodes: number) {
    this.place = new Int32Array(nodes);
  }

  /** The node of a frame below another, made where there is none yet. */
  child(up: number, own: Frame, destination: NodeDestination): number {
    const key = `${up}\0${destination}\0${own.name}\0${own.file}`;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = this.parent.push(up) - 1;
      this.#nodes.set(key, node);
      this.frame.push(this.frames.push(own) - 1);
      this.destination.push(destination);
      this.selfMs.push(0);
      this.repeats.push(1);
    } else if (this.#frameOf(node).line !== own.line) {
      this.frames[this.frame[node]!] = { ...own, line: null };
    }
    return node;
  }

  /** Gives a node the own time of one of the tree that is folded. */
  take(from: number, node: number, selfMs: number): void {
    this.place[from] = node;
    this.selfMs[node]! += selfMs;
  }

  /** Gives the time of a call of the same function to its caller. */
  absorb(from: number, node: number, own: Frame, selfMs: number): void {
    const known = this.#frameOf(node);
    if (known.line !== own.line) this.frames[this.frame[node]!] = { ...known, line: null };
    this.take(from, node, selfMs);
  }

  /** Whether a node is of the same function. */
  is(node: number, { name, file }: Frame, destination: NodeDestination): boolean {
    const known = this.#frameOf(node);
    return known.name === name && known.file === file && this.destination[node] === destination;
  }

  /** Whether a node is a link of the same chain. */
  isSameKind(node: number, own: Frame, destination: NodeDestination): boolean {
    const known = this.#frameOf(node);
    return (
      isNamelessOrImport(known) && chainOf(known) === chainOf(own) && this.destination[node] === destination
    );
  }

  #frameOf(node: number): Frame {
    return this.frames[this.frame[node]!]!;
  }
}

const IMPORT = /^<frozen importlib\._bootstrap/;

/** A function without a name, or one of the five that lead from one Python module to the next. */
function isNamelessOrImport({ name, file }: Frame): boolean {
  return ADDRESS.test(name) || /^\[|^wasm-function\[/.test(name) || IMPORT.test(file ?? "");
}

/** What such a function belongs to. */
const chainOf = ({ name, file }: Frame): string => (IMPORT.test(file ?? "") ? "import" : (file ?? name));

function shownFrame(frame: Frame): Frame {
  if (!ADDRESS.test(frame.name)) return frame;
  const library = frame.file?.split(/[/\\]/).at(-1);
  return { ...frame, name: library ? `[${library}]` : "[no symbol]", line: null };
}
