/** Draws one thing after the other, each in a turn of its own, so that no turn keeps the hand waiting for long. */
export class DrawingQueue {
  readonly #waiting = new Map<string, () => void>();
  readonly #wait: (turn: () => void) => void;
  #isRunning = false;

  /** @param wait calls back in a later turn */
  constructor(wait: (turn: () => void) => void = (turn) => setTimeout(turn, 0)) {
    this.#wait = wait;
  }

  /** Later than all that waits; what waits under the same name is not drawn any more. */
  add(name: string, draw: () => void): void {
    this.#waiting.delete(name);
    this.#waiting.set(name, draw);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#wait(() => this.#turn());
  }

  /** What waits belongs to an answer of before. */
  clear(): void {
    this.#waiting.clear();
  }

  #turn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#isRunning = false;
      return;
    }
    const [name, draw] = next;
    this.#waiting.delete(name);
    this.#wait(() => this.#turn());
    draw();
  }
}
