/** One function, operator or state, as the profiler named it. */
export interface Frame {
  readonly name: string;
  /** File, module, library or URL; null where the profiler does not say. */
  readonly file: string | null;
  readonly line: number | null;
  /**
   * What kind of thing it is, in the format's own words where it has some (Kineto's `cpu_op`, `kernel`,
   * `gpu_memcpy`), else one of `python`, `native`, `js`, `wasm`, `builtin`, `gc`, `program`, `idle`, `wait`.
   */
  readonly category: string | null;
}

/**
 * A calling-context tree, column by column. Node 0 is the root: it has no frame (−1), is its own parent, and its
 * self time is 0. A parent's index is smaller than its children's.
 */
export interface CallTree {
  readonly frames: readonly Frame[];
  readonly parent: readonly number[];
  readonly frame: readonly number[];
  /** Time in the node itself, not in its callees, milliseconds. */
  readonly selfMs: readonly number[];
}

/** How pyinstrument calls a function's own time where it writes a frame for it, whatever the container. */
const OWN_TIME = "[self]";

/** Builds a tree from stacks in any order; equal frames under the same parent are one node. */
export class CallTreeBuilder {
  readonly #frames: Frame[] = [];
  readonly #frameIndex = new Map<string, number>();
  readonly #parent = [0];
  readonly #frame = [-1];
  readonly #selfMs = [0];
  readonly #children: Map<number, number>[] = [new Map()];
  /** Frames that stand for their caller's own time. */
  readonly #ownTime = new Set<number>();

  /** The index of the frame, equal frames having one index. */
  frame(frame: Frame): number {
    const key = `${frame.name}\0${frame.file ?? ""}\0${frame.line ?? ""}\0${frame.category ?? ""}`;
    let index = this.#frameIndex.get(key);
    if (index === undefined) {
      index = this.#frames.push(frame) - 1;
      this.#frameIndex.set(key, index);
      if (frame.name === OWN_TIME) this.#ownTime.add(index);
    }
    return index;
  }

  /**
   * The node of a frame under a parent node (0 for the root), made where it is not there yet; the parent itself for a frame
   * that stands for its own time.
   */
  child(parent: number, frame: number): number {
    if (parent !== 0 && this.#ownTime.has(frame)) return parent;
    const children = this.#children[parent]!;
    let node = children.get(frame);
    if (node === undefined) {
      node = this.#parent.push(parent) - 1;
      this.#frame.push(frame);
      this.#selfMs.push(0);
      this.#children.push(new Map());
      children.set(frame, node);
    }
    return node;
  }

  parentOf(node: number): number {
    return this.#parent[node]!;
  }

  frameOf(node: number): number {
    return this.#frame[node]!;
  }

  /** @param node not the root, which has no frame */
  frameAt(node: number): Frame {
    return this.#frames[this.#frame[node]!]!;
  }

  /** Adds self time to a node, milliseconds; a tiny negative rounding error is fine, the total is cut at 0. */
  add(node: number, ms: number): void {
    this.#selfMs[node]! += ms;
  }

  build(): CallTree {
    return {
      frames: this.#frames,
      parent: this.#parent,
      frame: this.#frame,
      selfMs: this.#selfMs.map((ms) => Math.max(0, ms)),
    };
  }
}

/** Self time plus that of all callees, per node, milliseconds. */
export function totalMs(tree: CallTree): number[] {
  const total = [...tree.selfMs];
  for (let node = total.length - 1; node > 0; node--) total[tree.parent[node]!]! += total[node]!;
  return total;
}
