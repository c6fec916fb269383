import type { CallTreeBuilder, Frame } from "../call-tree.js";
import { parseFrameName } from "./frame-name.js";

/** The frames of a call tree by name and category, found without building a key per event. */
export class FrameTable {
  readonly #tree: CallTreeBuilder;
  readonly #byCategory = new Map<string, Map<string, number>>();
  readonly #frames: Frame[] = [];

  constructor(tree: CallTreeBuilder) {
    this.#tree = tree;
  }

  /** @param name as the trace has it; a file and line within it become the frame's */
  of(category: string, name: string): number {
    let names = this.#byCategory.get(category);
    if (names === undefined) {
      names = new Map();
      this.#byCategory.set(category, names);
    }
    let index = names.get(name);
    if (index === undefined) {
      index = this.add({ ...parseFrameName(name), category: category || null });
      names.set(name, index);
    }
    return index;
  }

  add(frame: Frame): number {
    const index = this.#tree.frame(frame);
    this.#frames[index] = frame;
    return index;
  }

  at(index: number): Frame {
    return this.#frames[index]!;
  }
}
