/** The start of a file, as formats look at it to recognise their own. */
import type { TraceHead } from "./format.js";

export const HEAD_BYTES = 65_536;

/** The first 64 KiB of an unzipped file; the text is without a byte-order mark and leading white space. */
export function headOf(bytes: Uint8Array): TraceHead {
  const first = bytes.subarray(0, HEAD_BYTES);
  return { bytes: first, text: new TextDecoder().decode(first).trimStart() };
}
