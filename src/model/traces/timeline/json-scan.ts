/** Finds the ends of JSON values in bytes without parsing them. */

export const QUOTE = 0x22;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/** Instead of an end: the bytes end first. */
export const CUT = -1;

/** The first byte from `start` on that is no white space. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let i = start;
  while (i < bytes.length && bytes[i]! <= 0x20) i++;
  return i;
}

/** Goes through one value, which may come in several pieces. */
export class ValueScan {
  #isScalar = false;
  #depth = 0;
  #inString = false;
  /** Whether the piece before ended with a backslash in a string. */
  #isEscaped = false;
  #isBroken = false;

  /** @param first the value's first byte, which `end` is given again */
  begin(first: number | undefined): void {
    this.#isScalar = first !== QUOTE && first !== OPEN_ARRAY && first !== OPEN_OBJECT;
    this.#depth = 0;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isBroken = false;
  }

  /** Whether a string broke off at what `end` returned: a JSON string holds no raw line break. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** @returns the byte after the value; CUT where the bytes end first, and the next piece is to be given */
  end(bytes: Uint8Array, from: number): number {
    return this.#isScalar ? scalarEnd(bytes, from) : this.#nestedEnd(bytes, from);
  }

  #nestedEnd(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    let depth = this.#depth;
    let inString = this.#inString;
    let i = this.#isEscaped ? from + 1 : from;
    for (;;) {
      if (inString) {
        for (; i < length; i++) {
          const byte = bytes[i]!;
          if (byte === QUOTE) {
            inString = false;
            i++;
            break;
          }
          if (byte === BACKSLASH) i++;
          else if (byte === LINE_FEED) {
            this.#isBroken = true;
            return i;
          }
        }
        if (inString) break;
        if (depth === 0) return i;
      }
      for (; i < length; i++) {
        const byte = bytes[i]!;
        if (byte === QUOTE) {
          inString = true;
          i++;
          break;
        }
        if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
        else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return i + 1;
      }
      if (!inString) break;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#isEscaped = i > length;
    return CUT;
  }
}

function scalarEnd(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== COMMA && bytes[i] !== CLOSE_OBJECT) i++;
  return i < bytes.length ? i : CUT;
}
