import { type ByteSource, piecesOf, sourceOf } from "./byte-source.js";
import { gunzip, isGzip, type UnzipLimits, USUAL_LIMITS, unzipped } from "./gunzip.js";
import { TraceError } from "./trace-error.js";

export const HEAD_BYTES = 65_536;
/** At once, where a format has no other way; of what is zipped, the limits say. */
const MOST_BYTES = 2 ** 31 - 1;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What a file holds, unzipped and without a byte-order mark: at once, or piece by piece where that is larger than memory. */
export class Content {
  readonly isZipped: boolean;
  /** The first 64 KiB. */
  readonly head: Uint8Array;
  /** Whether there is more than the head. */
  readonly isLong: boolean;
  readonly #file: ByteSource;
  readonly #limits: UnzipLimits;
  readonly #markBytes: number;
  #whole: Uint8Array | null = null;

  /** @throws TraceError where it is zipped, and damaged at its beginning */
  constructor(file: ByteSource | Uint8Array, limits = USUAL_LIMITS) {
    this.#file = file instanceof Uint8Array ? sourceOf(file) : file;
    this.#limits = limits;
    this.isZipped = isGzip(this.#file.read(0, 2));
    if (file instanceof Uint8Array && !this.isZipped) this.#whole = file;
    const first = firstOf(this.#pieces(), BYTE_ORDER_MARK.length + HEAD_BYTES + 1);
    const isMarked = BYTE_ORDER_MARK.every((byte, at) => first[at] === byte);
    this.#markBytes = isMarked ? BYTE_ORDER_MARK.length : 0;
    this.isLong = first.length > this.#markBytes + HEAD_BYTES;
    this.head = first.subarray(this.#markBytes, this.#markBytes + HEAD_BYTES);
  }

  /** Of the file as it lies there, zipped or not. */
  get fileBytes(): number {
    return this.#file.sizeBytes;
  }

  /** Whether its file is none that is too large to be read at once. */
  get fits(): boolean {
    return this.#file.sizeBytes <= MOST_BYTES;
  }

  /** @throws TraceError where it is zipped and damaged, or more than memory or the limits allow */
  bytes(): Uint8Array {
    this.#whole ??= this.isZipped ? gunzip(this.#file, this.#limits) : allOf(this.#file);
    return this.#whole.subarray(this.#markBytes);
  }

  /**
   * From the beginning, each valid until the next is asked for.
   *
   * @throws TraceError where it is zipped and damaged: as soon as that shows, which may be at the end
   */
  *pieces(): Generator<Uint8Array, void> {
    let left = this.#markBytes;
    for (const piece of this.#pieces()) {
      const skipped = Math.min(left, piece.length);
      left -= skipped;
      if (skipped < piece.length) yield piece.subarray(skipped);
    }
  }

  #pieces(): Iterable<Uint8Array> {
    if (this.#whole) return [this.#whole];
    return this.isZipped ? unzipped(this.#file, this.#limits) : piecesOf(this.#file);
  }
}

/** A copy. */
function firstOf(pieces: Iterable<Uint8Array>, count: number): Uint8Array {
  const first = new Uint8Array(count);
  let length = 0;
  for (const piece of pieces) {
    const taken = piece.subarray(0, count - length);
    first.set(taken, length);
    length += taken.length;
    if (length === count) break;
  }
  return first.subarray(0, length);
}

function allOf(file: ByteSource): Uint8Array {
  if (file.sizeBytes > MOST_BYTES) {
    const [size, most] = [file.sizeBytes, MOST_BYTES].map((n) =>
      Math.ceil(n / 2 ** 20).toLocaleString("en-US"),
    );
    throw new TraceError(
      `It has ${size} MiB; of such a profile at most ${most} MiB are read. Record a shorter run, or sample less often.`,
    );
  }
  const all = new Uint8Array(file.sizeBytes);
  let length = 0;
  for (const piece of piecesOf(file)) {
    all.set(piece, length);
    length += piece.length;
  }
  return all.subarray(0, length);
}
