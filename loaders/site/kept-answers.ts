/** Answers that were compressed once are sent again as they are: a report's pages share most of what they load. */

/** As much as a report of a hundred pages has. */
const MOST_BYTES = 64 << 20;

export class KeptAnswers {
  /** Oldest first. */
  readonly #kept = new Map<string, Buffer>();
  #bytes = 0;

  /** @param tag names a content in an encoding */
  get(tag: string): Buffer | null {
    return this.#kept.get(tag) ?? null;
  }

  /** Passes parts on, and keeps them once all have passed. */
  async *keeping(tag: string, parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const passed: Buffer[] = [];
    for await (const part of parts) {
      passed.push(part);
      yield part;
    }
    this.#keep(tag, Buffer.concat(passed));
  }

  #keep(tag: string, bytes: Buffer): void {
    this.#bytes += bytes.length - (this.#kept.get(tag)?.length ?? 0);
    this.#kept.set(tag, bytes);
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
  }
}
