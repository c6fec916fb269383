/** Bytes that can be read from any place on: a file, a file that a page was given, an array. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** So many bytes from a place on, fewer only at the end. They are valid until the next call. */
  read(at: number, length: number): Uint8Array;
}

/** Of these sizes, reading costs next to nothing beside what is done with the bytes. */
const PIECE_BYTES = 1 << 20;

/** All of a source, piece by piece; each is valid until the next is asked for. */
export function* piecesOf(source: ByteSource): Generator<Uint8Array, void> {
  for (let at = 0; at < source.sizeBytes; ) {
    const piece = source.read(at, PIECE_BYTES);
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { sizeBytes: bytes.length, read: (at, length) => bytes.subarray(at, at + length) };
}
