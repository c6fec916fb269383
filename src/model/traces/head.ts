/** What formats look at to recognise their own: the start of a file, and where that does not do, its outline. */
import type { TraceHead } from "./format.js";
import { COLON, OPEN_OBJECT, QUOTE, skipSpace, stringEnd, valueEnd } from "./timeline/json-scan.js";

export const HEAD_BYTES = 65_536;

/** The first 64 KiB of an unzipped file; the text is without a byte-order mark and leading white space. */
export function headOf(bytes: Uint8Array): TraceHead {
  const first = bytes.subarray(0, HEAD_BYTES);
  return { bytes: first, text: new TextDecoder().decode(first).trimStart() };
}

/** Of a value, bytes that the outline shows. */
const VALUE_BYTES = 4096;

/** Of an object with more keys, the outline shows the first; it is then no profile. */
const MOST_KEYS = 64;

/**
 * A JSON object as a head: each of its keys with the beginning of its value, however long the values before it are. In
 * time linear in the bytes, without parsing them. Null where the bytes are no object.
 */
export function outlineOf(bytes: Uint8Array): TraceHead | null {
  let i = skipSpace(bytes, 0);
  if (bytes[i] !== OPEN_OBJECT) return null;
  const decoder = new TextDecoder();
  const entries: string[] = [];
  while (entries.length < MOST_KEYS) {
    const key = bytes.indexOf(QUOTE, i);
    const keyEnd = key < 0 ? key : stringEnd(bytes, key);
    if (keyEnd < 0) break;
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== COLON) break;
    const value = skipSpace(bytes, colon + 1);
    const end = valueEnd(bytes, value);
    const shown = end < 0 ? bytes.length : end;
    entries.push(
      `${decoder.decode(bytes.subarray(key, keyEnd))}:${decoder.decode(bytes.subarray(value, Math.min(shown, value + VALUE_BYTES)))}`,
    );
    if (end < 0) break;
    i = end;
  }
  const text = `{${entries.join(",")}`;
  return { bytes: new TextEncoder().encode(text), text };
}
