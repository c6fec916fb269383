import { CLOSE_OBJECT, COLON, CUT, QUOTE, skipSpace, ValueScan } from "./json-scan.js";

/** How a value ends: `cut` by the end of the content, `broken` within a string that does not end on its line. */
export type ValueEnd = "whole" | "cut" | "broken";

const LEAST_CAPACITY = 1 << 21;

/**
 * Goes through JSON that comes in pieces, of which it holds one, and of the one before what is still in use. No more:
 * the content may be larger than memory.
 */
export class JsonCursor {
  /** The bytes in sight. They change whenever the next piece is taken in, and with it what an index means. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where it is, as an index. */
  at = 0;
  /** Where the value began that was read last; −1 where it was too long to be kept. */
  valueStart = 0;
  readonly #pieces: Iterator<Uint8Array>;
  readonly #scan = new ValueScan();
  readonly #decoder = new TextDecoder();
  /** The place of the first byte in sight within the content. */
  #place = 0;
  /** Where bytes of two pieces are put together. */
  #joint: Uint8Array = new Uint8Array(0);

  /** @param pieces each is valid until the next is asked for */
  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** Of an index, within the content. */
  placeOf(index: number): number {
    return this.#place + index;
  }

  text(start: number, end: number): string {
    return this.#decoder.decode(this.bytes.subarray(start, end));
  }

  /**
   * Takes in the next piece and forgets what lies before `keep`: the byte there gets the index 0.
   *
   * @returns false where there is none
   */
  more(keep = this.bytes.length): boolean {
    const kept = this.bytes.length - keep;
    // Before the next piece is asked for, which may come to lie where this one is.
    if (kept > 0) this.#join(this.bytes.subarray(keep), 0);
    this.#place += keep;
    this.at -= keep;
    const next = this.#pieces.next();
    if (next.done) this.bytes = this.#joint.subarray(0, kept);
    else if (kept === 0) this.bytes = next.value;
    else {
      this.#join(next.value, kept);
      this.bytes = this.#joint.subarray(0, kept + next.value.length);
    }
    return !next.done;
  }

  /** The next byte that is no white space, without going behind it; undefined at the end. */
  peek(): number | undefined {
    for (;;) {
      this.at = skipSpace(this.bytes, this.at);
      if (this.at < this.bytes.length) return this.bytes[this.at];
      if (!this.more()) return undefined;
    }
  }

  /** Goes on so many bytes, or to the end. */
  skip(count: number): void {
    this.at += count;
    while (this.at > this.bytes.length && this.more()) {}
    this.at = Math.min(this.at, this.bytes.length);
  }

  /** A copy of the next so many bytes, fewer at the end. */
  ahead(count: number): Uint8Array {
    while (this.bytes.length - this.at < count && this.more(this.at)) {}
    return this.bytes.slice(this.at, this.at + count);
  }

  /** All that follows. */
  remaining(): Uint8Array {
    while (this.more(this.at)) {}
    return this.bytes.subarray(this.at);
  }

  /** Goes behind the next key of an object and its colon. Returns the key as it is written; null where none follows. */
  key(): string | null {
    for (let byte = this.peek(); byte !== undefined && byte !== CLOSE_OBJECT; byte = this.peek()) {
      if (byte !== QUOTE) {
        this.at++;
        continue;
      }
      if (this.value() !== "whole") return null;
      const key = this.text(this.valueStart, this.at);
      if (this.peek() === COLON) {
        this.at++;
        return key;
      }
    }
    return null;
  }

  /** Goes behind the value that begins here; of one with more bytes than `most` that is not in sight, none are kept. */
  value(most?: number): ValueEnd {
    const end = this.valueInSight();
    return end === "cut" ? this.rest(most) : end;
  }

  /** The same where its end is in sight. Else it stays, and `rest` goes on. */
  valueInSight(): ValueEnd {
    this.#scan.begin(this.bytes[this.at]);
    const end = this.#scan.end(this.bytes, this.at);
    if (end === CUT) return "cut";
    this.valueStart = this.at;
    this.at = end;
    return this.#scan.isBroken ? "broken" : "whole";
  }

  rest(most = Number.POSITIVE_INFINITY): ValueEnd {
    let isKept = true;
    for (;;) {
      const { length } = this.bytes;
      if (length - this.at > most) isKept = false;
      const keep = isKept ? this.at : length;
      const isMore = this.more(keep);
      this.valueStart = isKept ? 0 : -1;
      const end = isMore ? this.#scan.end(this.bytes, length - keep) : CUT;
      if (end !== CUT) {
        this.at = end;
        return this.#scan.isBroken ? "broken" : "whole";
      }
      if (isMore) continue;
      this.at = this.bytes.length;
      return "cut";
    }
  }

  #join(bytes: Uint8Array, at: number): void {
    if (bytes.buffer === this.#joint.buffer && bytes.byteOffset === at) return;
    const length = at + bytes.length;
    if (length > this.#joint.length) {
      const larger = new Uint8Array(Math.max(LEAST_CAPACITY, length * 2));
      larger.set(this.#joint.subarray(0, at));
      this.#joint = larger;
    }
    // The bytes may lie in the same buffer, further on.
    this.#joint.set(bytes, at);
  }
}
