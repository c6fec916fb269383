/** How many draws a slider's step can afford, from how long the last ones took: the answer keeps up with the hand. */
const BUDGET_MS = 16;
const FEWEST = 200;
const MOST = 2000;

export class QuickDraws {
  #draws = 500;

  get draws(): number {
    return this.#draws;
  }

  /** Tells how long an answer with `draws` took. */
  took(ms: number): void {
    const affordable = this.#draws * (BUDGET_MS / Math.max(ms, 0.5));
    // Half way there, so that one slow step (a garbage collection) does not coarsen the next.
    const next = (this.#draws + affordable) / 2;
    this.#draws = Math.round(Math.min(MOST, Math.max(FEWEST, next)) / 100) * 100;
  }
}
