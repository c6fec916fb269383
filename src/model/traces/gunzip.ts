/** Unzips a gzipped profile, with a limit, and checks that what came out is what went in. */
import { Gunzip } from "fflate";
import { crc32 } from "../crc32.js";
import { type ByteSource, piecesOf } from "./byte-source.js";
import { TraceError } from "./trace-error.js";

/** What may come out of a file: a small one that is damaged or hostile can unzip to anything. */
export interface UnzipLimits {
  /** Of what is held in memory at once. */
  readonly bytes: number;
  /** Of what comes out to what went in. */
  readonly ratio: number;
  /** What to do about a file that unzips to more. */
  readonly fix: string;
}

/** A profile unzips to some 10 to 50 times its size. */
export const USUAL_LIMITS: UnzipLimits = {
  bytes: 512 * 2 ** 20,
  ratio: 200,
  fix: "Record a shorter run; or, if you trust the file and have the memory, give --large to npx portolan attribute.",
};

/** For a file that somebody vouches for: what memory holds. */
export const LARGE_LIMITS: UnzipLimits = {
  bytes: 1.5 * 2 ** 30,
  ratio: Number.POSITIVE_INFINITY,
  fix: "Portolan refuses to hold more in memory: record a shorter run.",
};

/** Zipped bytes given to the inflater at a time: what comes out of them is in memory at once. */
const STEP_BYTES = 65_536;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What a zipped file holds, piece by piece. Whether it is whole shows only at the end.
 *
 * @throws TraceError where the file is damaged, cut off, or unzips to more than the limits' ratio: as soon as it does
 */
export function* unzipped(file: ByteSource, limits = USUAL_LIMITS): Generator<Uint8Array, void> {
  const { sizeBytes } = file;
  const most = sizeBytes * limits.ratio;
  const trailer = trailerOf(file);
  let length = 0;
  let crc = 0;
  let memberStart = 0;
  let out: Uint8Array[] = [];
  const stream = new Gunzip((piece) => {
    if (length + piece.length > most) throw tooLarge(sizeBytes, `${limits.ratio} times its size`, limits);
    length += piece.length;
    crc = crc32(piece, crc);
    out.push(piece);
  });
  stream.onmember = () => {
    crc = 0;
    memberStart = length;
  };
  let read = 0;
  for (const piece of piecesOf(file)) {
    for (let at = 0; at < piece.length; at += STEP_BYTES) {
      // A copy, since the inflater keeps what it has not come to.
      const step = piece.slice(at, at + STEP_BYTES);
      read += step.length;
      try {
        stream.push(step, read >= sizeBytes);
      } catch (error) {
        if (error instanceof TraceError) throw error;
        throw damaged(sizeBytes, (error as Error).message);
      }
      yield* out;
      out = [];
    }
  }
  // fflate leaves the check sums alone. That of the last (mostly: the only) member is in the file's last 8 bytes.
  if (!trailer || trailer.size !== (length - memberStart) >>> 0 || trailer.crc !== crc) {
    throw damaged(sizeBytes, "its check sum does not fit its content");
  }
}

/** The same at once, where it is no more than the limits' bytes. */
export function gunzip(file: ByteSource, limits = USUAL_LIMITS): Uint8Array {
  let out = new Uint8Array(Math.min(limits.bytes, plausibleSize(file)));
  let length = 0;
  for (const piece of unzipped(file, limits)) {
    const needed = length + piece.length;
    if (needed > limits.bytes)
      throw tooLarge(file.sizeBytes, `${Math.round(limits.bytes / 2 ** 20)} MiB`, limits);
    if (needed > out.length) {
      const larger = new Uint8Array(Math.min(limits.bytes, Math.max(needed, out.length * 2)));
      larger.set(out.subarray(0, length));
      out = larger;
    }
    out.set(piece, length);
    length = needed;
  }
  return out.subarray(0, length);
}

/** The size that the trailer names, where deflate can reach it (at most 1,032 : 1), else a start to grow from. */
function plausibleSize(file: ByteSource): number {
  const named = trailerOf(file)?.size ?? 0;
  return named <= file.sizeBytes * 1032 ? named : file.sizeBytes;
}

/** The last member's check sum, and its size modulo 2³². */
function trailerOf(file: ByteSource): { readonly crc: number; readonly size: number } | null {
  const bytes = file.read(Math.max(0, file.sizeBytes - 8), 8);
  if (file.sizeBytes < 18 || bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { crc: view.getUint32(0, true), size: view.getUint32(4, true) };
}

function tooLarge(sizeBytes: number, most: string, { fix }: UnzipLimits): TraceError {
  return new TraceError(`The gzip file (${sizeBytes} bytes) unzips to more than ${most}. ${fix}`);
}

function damaged(sizeBytes: number, why: string): TraceError {
  return new TraceError(
    `The gzip file (${sizeBytes} bytes) is damaged or cut off: ${why}. Copy it again in binary mode; "gzip -t FILE" tells whether it is whole.`,
  );
}
