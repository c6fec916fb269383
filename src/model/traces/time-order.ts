/** What ran one after another, as columns of equal length over a profile's tree: whose own time it was, and for how long. */
export interface TimeOrder {
  /** 0 where no frame ran. Two in a row differ. */
  readonly nodes: readonly number[];
  readonly ms: readonly number[];
}

/** Takes what ran in the order of time. */
export class TimeOrderBuilder implements TimeOrder {
  readonly nodes: number[] = [];
  readonly ms: number[] = [];

  /** @param node the leaf of the stack, or 0 for none */
  push(node: number, ms: number): void {
    if (!(ms > 0)) return;
    if (this.nodes.at(-1) === node) this.ms[this.ms.length - 1]! += ms;
    else {
      this.nodes.push(node);
      this.ms.push(ms);
    }
  }
}
