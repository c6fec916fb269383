/** From one instant to another on the trace's clock, µs. */
export interface Interval {
  readonly startUs: number;
  readonly endUs: number;
}

/** Grows to hold every instant that it is told of; null while there was none. */
export class Extent {
  #startUs = Number.POSITIVE_INFINITY;
  #endUs = Number.NEGATIVE_INFINITY;

  add(startUs: number, endUs = startUs): void {
    if (startUs < this.#startUs) this.#startUs = startUs;
    if (endUs > this.#endUs) this.#endUs = endUs;
  }

  get interval(): Interval | null {
    return this.#startUs <= this.#endUs ? { startUs: this.#startUs, endUs: this.#endUs } : null;
  }
}
