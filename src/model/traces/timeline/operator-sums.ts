import type { OperatorTime } from "../profile.js";

/** Time and calls by operator class. */
export class OperatorSums {
  readonly #sums = new Map<string, { ms: number; calls: number }>();

  get size(): number {
    return this.#sums.size;
  }

  add(operator: string, ms: number, calls = 1): void {
    const sum = this.#sums.get(operator);
    if (sum) {
      sum.ms += ms;
      sum.calls += calls;
    } else this.#sums.set(operator, { ms, calls });
  }

  /** Largest first. */
  list(): OperatorTime[] {
    return [...this.#sums]
      .map(([operator, { ms, calls }]) => ({ operator, ms, calls }))
      .sort((a, b) => b.ms - a.ms);
  }
}
