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

/** @returns the byte after the value, or as `nestedEnd` */
export function valueEnd(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  if (first === QUOTE) return stringEnd(bytes, start);
  if (first === OPEN_ARRAY || first === OPEN_OBJECT) return nestedEnd(bytes, start);
  let i = start;
  while (i < bytes.length && bytes[i] !== COMMA && bytes[i] !== CLOSE_OBJECT) i++;
  return i < bytes.length ? i : CUT;
}

/** @returns the byte after the object or array; CUT where the bytes end first; −i where a string breaks off at i */
export function nestedEnd(bytes: Uint8Array, open: number): number {
  let depth = 0;
  for (let i = open; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      const end = stringEnd(bytes, i);
      if (end < 0) return end;
      i = end - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return i + 1;
  }
  return CUT;
}

/** @returns as `nestedEnd`; a JSON string holds no raw line break */
export function stringEnd(bytes: Uint8Array, quote: number): number {
  for (let i = quote + 1; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
    else if (byte === LINE_FEED) return -i;
  }
  return CUT;
}
