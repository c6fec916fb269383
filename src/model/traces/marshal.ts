/**
 * Python's marshal format, versions 0 to 5, as far as a cProfile file needs it: containers, strings, numbers,
 * references. Format: CPython's Python/marshal.c.
 */
import { TraceError } from "./format.js";

export type MarshalValue = null | boolean | number | string | MarshalTuple | MarshalDict;
/** Tuples, lists and sets alike. */
type MarshalTuple = readonly MarshalValue[];
export class MarshalDict {
  readonly entries: [key: MarshalValue, value: MarshalValue][] = [];
}

/** Set on a type byte where a later value refers back to this one. */
const FLAG_REF = 0x80;
/** A pstats dictionary nests 5 deep; CPython allows 2,000. */
const DEEPEST = 64;
const LONG_DIGIT_BITS = 15;

/** What ends a dictionary. */
const END = Symbol("end of a dictionary");

/**
 * @returns the one value that the bytes hold; numbers beyond 2⁵³ lose precision
 * @throws TraceError where they are cut off, damaged or hold a type that a profile has no use for
 */
export function readMarshal(bytes: Uint8Array): MarshalValue {
  const value = new MarshalReader(bytes).read(0);
  if (value === END) throw damaged(0, "an end mark where a value should be");
  return value;
}

class MarshalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  readonly #references: (MarshalValue | undefined)[] = [];
  /** Python 2 refers to interned strings by a list of their own. */
  readonly #interned: string[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(depth: number): MarshalValue | typeof END {
    const start = this.#at;
    if (depth > DEEPEST) throw damaged(start, `values nested more than ${DEEPEST} deep`);
    const code = this.#uint8();
    const type = String.fromCharCode(code & ~FLAG_REF);
    if (type === "0") return END;
    if (type === "r") return this.#reference(start);
    // The number is given out before the children are read.
    const reference = code & FLAG_REF ? this.#references.push(undefined) - 1 : null;
    const value = this.#value(type, depth, start);
    if (reference !== null) this.#references[reference] = value;
    return value;
  }

  #value(type: string, depth: number, start: number): MarshalValue {
    switch (type) {
      case "N":
      case ".":
      case "S":
        return null;
      case "T":
        return true;
      case "F":
        return false;
      case "i":
        return this.#int32();
      case "I":
        return Number(this.#view.getBigInt64(this.#take(8), true));
      case "l":
        return this.#long(start);
      case "f":
        return this.#textFloat(start);
      case "g":
        return this.#view.getFloat64(this.#take(8), true);
      case "s":
      case "u":
      case "a":
        return this.#text(this.#size(start));
      case "t":
      case "A":
        return this.#intern(this.#text(this.#size(start)));
      case "z":
        return this.#text(this.#uint8());
      case "Z":
        return this.#intern(this.#text(this.#uint8()));
      case "R":
        return this.#internedReference(start);
      case ")":
        return this.#tuple(this.#uint8(), depth);
      case "(":
      case "[":
      case "<":
      case ">":
        return this.#tuple(this.#size(start), depth);
      case "{":
        return this.#dict(depth);
      default:
        throw damaged(start, `the type byte 0x${this.#bytes[start]!.toString(16).padStart(2, "0")}`);
    }
  }

  #tuple(size: number, depth: number): MarshalTuple {
    const items: MarshalValue[] = [];
    for (let i = 0; i < size; i++) items.push(this.#child(depth));
    return items;
  }

  #dict(depth: number): MarshalDict {
    const dict = new MarshalDict();
    for (let key = this.read(depth + 1); key !== END; key = this.read(depth + 1)) {
      dict.entries.push([key, this.#child(depth)]);
    }
    return dict;
  }

  #child(depth: number): MarshalValue {
    const start = this.#at;
    const value = this.read(depth + 1);
    if (value === END) throw damaged(start, "an end mark where a value should be");
    return value;
  }

  #reference(start: number): MarshalValue {
    const index = this.#int32();
    const value = this.#references[index];
    if (value === undefined) {
      throw damaged(start, `a reference to value ${index} of ${this.#references.length}`);
    }
    return value;
  }

  #internedReference(start: number): string {
    const index = this.#int32();
    const value = this.#interned[index];
    if (value === undefined)
      throw damaged(start, `a reference to string ${index} of ${this.#interned.length}`);
    return value;
  }

  #intern(text: string): string {
    this.#interned.push(text);
    return text;
  }

  /** Digits of 15 bits; the sign is that of their number. */
  #long(start: number): number {
    const size = this.#int32();
    if (Math.abs(size) * 2 > this.#bytes.length - this.#at)
      throw damaged(start, `a number of ${size} digits`);
    let value = 0;
    let scale = 1;
    for (let i = 0; i < Math.abs(size); i++) {
      value += this.#view.getUint16(this.#take(2), true) * scale;
      scale *= 2 ** LONG_DIGIT_BITS;
    }
    return size < 0 ? -value : value;
  }

  #textFloat(start: number): number {
    const text = this.#text(this.#uint8());
    const value = Number(text);
    if (Number.isNaN(value) && text !== "nan") throw damaged(start, `the number ${JSON.stringify(text)}`);
    return value;
  }

  #text(size: number): string {
    const start = this.#take(size);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + size));
  }

  /** A size takes 4 bytes, and each item at least 1: a size beyond the rest of the file is damage, not a reason to wait. */
  #size(start: number): number {
    const size = this.#int32();
    if (size < 0 || size > this.#bytes.length - this.#at) throw damaged(start, `a size of ${size}`);
    return size;
  }

  #int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  #uint8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  /** Goes on by so many bytes and returns where they start. */
  #take(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) {
      throw new TraceError(
        `This looks like a cProfile file, but is cut off: ${this.#bytes.length} bytes, and byte ${start + count} is needed. Copy it again in binary mode, or record it again.`,
      );
    }
    this.#at += count;
    return start;
  }
}

function damaged(at: number, found: string): TraceError {
  return new TraceError(
    `This looks like a cProfile file, but byte ${at} holds ${found}, which no profile has. Copy it again in binary mode, or record it again.`,
  );
}
