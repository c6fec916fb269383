/**
 * Protobuf's wire format, field by field and without a schema, as far as a pprof profile needs it. A library that compiles
 * schemas would need `eval`, which the page's content security policy forbids.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
import { TraceError } from "../format.js";

const VARINT = 0;
const FIXED_64 = 1;
const CONTENT = 2;
const FIXED_32 = 5;

const MOST_VARINT_BYTES = 10;

/** Goes through the fields of one message: `for (const at = new Fields(bytes); at.next(); ) …`. */
export class Fields {
  /** The number of the field. */
  field = 0;
  /** A number's value, as a signed 64-bit integer; beyond 2⁵³ it loses precision. 0 where the field is content. */
  value = 0;
  /** Where a field's content (a string, a message, packed numbers) begins and ends; both −1 where it is a number. */
  start = -1;
  end = -1;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#limit = end;
  }

  /**
   * @returns false at the message's end
   * @throws TraceError where the bytes are no field
   */
  next(): boolean {
    if (this.#at >= this.#limit) return false;
    const from = this.#at;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.value = 0;
    this.start = -1;
    this.end = -1;
    const kind = tag & 7;
    if (kind === VARINT) this.value = this.#varint();
    else if (kind === CONTENT) {
      const length = this.#varint();
      this.start = this.#at;
      this.end = this.#skip(length);
    } else if (kind === FIXED_64) this.#skip(8);
    else if (kind === FIXED_32) this.#skip(4);
    else throw damaged(from, `a field of the wire type ${kind}`);
    if (this.field < 1) throw damaged(from, `the field number ${this.field}`);
    return true;
  }

  /** Adds the field's numbers to a list: one, or several packed ones. */
  numbers(into: number[]): void {
    if (this.start < 0) into.push(this.value);
    const packed = new Fields(this.#bytes, this.start, this.end);
    while (packed.#at < packed.#limit) into.push(packed.#varint());
  }

  #skip(length: number): number {
    if (!(length >= 0 && this.#at + length <= this.#limit)) {
      throw damaged(this.#at, `a field of ${length} bytes, where ${this.#limit - this.#at} are left`);
    }
    this.#at += length;
    return this.#at;
  }

  #varint(): number {
    const from = this.#at;
    let low = 0;
    let high = 0;
    for (let digit = 0; digit < MOST_VARINT_BYTES; digit++) {
      if (this.#at >= this.#limit) throw damaged(from, "a number that does not end");
      const byte = this.#bytes[this.#at++]!;
      const bits = byte & 0x7f;
      // The number is put together from two halves of 35 and 29 bits.
      if (digit < 5) low += bits * 2 ** (7 * digit);
      else high += bits * 2 ** (7 * (digit - 5));
      if (byte < 0x80) return (high >= 2 ** 28 ? (high % 2 ** 29) * 2 ** 35 - 2 ** 64 : high * 2 ** 35) + low;
    }
    throw damaged(from, "a number of more than 10 bytes");
  }
}

function damaged(at: number, found: string): TraceError {
  return new TraceError(
    `This looks like a pprof profile, but byte ${at} (unzipped) begins ${found}. Is the file cut off? Copy it again in binary mode, or record it again.`,
  );
}
