/** What formats look at to recognise their own: the start of a file, and where that does not do, its outline. */
import type { TraceHead } from "./format.js";
import { JsonCursor } from "./timeline/json-cursor.js";
import { OPEN_OBJECT } from "./timeline/json-scan.js";

/** @param bytes the first 64 KiB of an unzipped file; the text is without a byte-order mark and leading white space */
export function headOf(bytes: Uint8Array): TraceHead {
  return { bytes, text: new TextDecoder().decode(bytes).trimStart() };
}

/** Of a value, bytes that the outline shows. */
const VALUE_BYTES = 4096;

/** Of an object with more keys, the outline shows the first; it is then no profile. */
const MOST_KEYS = 64;

/**
 * A JSON object as a head: each of its keys with the beginning of its value, however long the values before it are. In
 * time linear in the bytes, without parsing them. Null where the content is no object.
 *
 * @param pieces of the content, each valid until the next is asked for
 */
export function outlineOf(pieces: Iterable<Uint8Array>): TraceHead | null {
  const cursor = new JsonCursor(pieces);
  if (cursor.peek() !== OPEN_OBJECT) return null;
  cursor.at++;
  const decoder = new TextDecoder();
  const entries: string[] = [];
  for (let key = cursor.key(); key !== null && entries.length < MOST_KEYS; key = cursor.key()) {
    cursor.peek();
    const beginning = cursor.ahead(VALUE_BYTES);
    const place = cursor.placeOf(cursor.at);
    const end = cursor.value(VALUE_BYTES);
    const length = cursor.placeOf(cursor.at) - place;
    entries.push(`${key}:${decoder.decode(beginning.subarray(0, length))}`);
    if (end !== "whole") break;
  }
  const text = `{${entries.join(",")}`;
  return { bytes: new TextEncoder().encode(text), text };
}
