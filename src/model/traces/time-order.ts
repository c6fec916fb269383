/** What ran one after another, as columns of equal length over a profile's tree: whose own time it was, and for how long. */
export interface TimeOrder {
  /** 0 where no frame ran. Two in a row differ. */
  readonly nodes: readonly number[];
  readonly ms: readonly number[];
}

/** So many changes from one stack to another are kept: more take memory that a large file needs, and nobody could see them. */
const MOST_CHANGES = 1_000_000;

/** Takes what ran in the order of time. */
export class TimeOrderBuilder {
  #nodes: number[] = [];
  #ms: number[] = [];
  #isOver = false;

  /** @param node the leaf of the stack, or 0 for none */
  push(node: number, ms: number): void {
    if (!(ms > 0) || this.#isOver) return;
    if (this.#nodes.at(-1) === node) this.#ms[this.#ms.length - 1]! += ms;
    else if (this.#nodes.length < MOST_CHANGES) {
      this.#nodes.push(node);
      this.#ms.push(ms);
    } else {
      this.#isOver = true;
      this.#nodes = [];
      this.#ms = [];
    }
  }

  /** Null where there were more changes than are kept. */
  build(): TimeOrder | null {
    return this.#isOver ? null : { nodes: this.#nodes, ms: this.#ms };
  }
}
