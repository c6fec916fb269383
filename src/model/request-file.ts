/** What the bytes of a request are, as far as a page can show them. */

export type RequestKind =
  | { readonly kind: "picture"; readonly type: "image/png"; readonly width: number; readonly height: number }
  | { readonly kind: "sound"; readonly type: "audio/wav" };

/** Larger ones are no part of a report. */
export const MOST_REQUEST_BYTES = 4 << 20;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Up to and with width and height. */
const PNG_HEADER_BYTES = 24;
const WAV_HEADER_BYTES = 12;

/** By their first bytes, whatever they are called; null for what is neither a PNG nor a WAV. */
export function requestKind(bytes: Uint8Array): RequestKind | null {
  if (bytes.length >= PNG_HEADER_BYTES && PNG.every((byte, i) => bytes[i] === byte)) {
    const header = new DataView(bytes.buffer, bytes.byteOffset, PNG_HEADER_BYTES);
    const [width, height] = [header.getUint32(16), header.getUint32(20)];
    return width > 0 && height > 0 ? { kind: "picture", type: "image/png", width, height } : null;
  }
  const isWav = bytes.length >= WAV_HEADER_BYTES && tag(bytes, 0) === "RIFF" && tag(bytes, 8) === "WAVE";
  return isWav ? { kind: "sound", type: "audio/wav" } : null;
}

/** Four characters that name a part of a RIFF file. */
export const tag = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));
