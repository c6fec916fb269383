/** Stretches of time, each in one node of a call tree and of one precedence, as growing columns. */
export class Segments {
  length = 0;
  startUs = new Float64Array(64);
  endUs = new Float64Array(64);
  node = new Int32Array(64);
  precedence = new Uint8Array(64);

  push(startUs: number, endUs: number, node: number, precedence: number): void {
    if (this.length === this.node.length) this.#grow();
    this.startUs[this.length] = startUs;
    this.endUs[this.length] = endUs;
    this.node[this.length] = node;
    this.precedence[this.length] = precedence;
    this.length++;
  }

  #grow(): void {
    const capacity = Math.ceil(this.node.length * 1.5);
    const { startUs, endUs, node, precedence } = this;
    this.startUs = new Float64Array(capacity);
    this.startUs.set(startUs);
    this.endUs = new Float64Array(capacity);
    this.endUs.set(endUs);
    this.node = new Int32Array(capacity);
    this.node.set(node);
    this.precedence = new Uint8Array(capacity);
    this.precedence.set(precedence);
  }
}
