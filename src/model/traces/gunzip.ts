/** Unzips a gzipped profile, with a limit, and checks that what came out is what went in. */
import { Gunzip } from "fflate";
import { crc32 } from "../crc32.js";
import { TraceError } from "./format.js";

/** What may come out of a file: a small one that is damaged or hostile can unzip to anything. */
export interface UnzipLimits {
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

/** Zipped bytes given to the inflater at a time: the limit is checked between two of them. */
const STEP_BYTES = 65_536;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @throws TraceError where the file is damaged, cut off, or unzips to more than the limits: as soon as it does */
export function gunzip(bytes: Uint8Array, limits: UnzipLimits = USUAL_LIMITS): Uint8Array {
  const limitBytes = Math.min(limits.bytes, bytes.length * limits.ratio);
  let out = new Uint8Array(Math.min(limitBytes, plausibleSize(bytes)));
  let length = 0;
  let crc = 0;
  let memberStart = 0;
  const stream = new Gunzip((chunk) => {
    if (length + chunk.length > limitBytes) {
      const most =
        limitBytes < limits.bytes
          ? `${limits.ratio} times its size`
          : `${Math.round(limitBytes / 2 ** 20)} MiB`;
      throw new TraceError(
        `The gzip file (${bytes.length} bytes) unzips to more than ${most}. ${limits.fix}`,
      );
    }
    if (length + chunk.length > out.length) {
      const larger = new Uint8Array(Math.min(limitBytes, Math.max(length + chunk.length, out.length * 2)));
      larger.set(out.subarray(0, length));
      out = larger;
    }
    out.set(chunk, length);
    length += chunk.length;
    crc = crc32(chunk, crc);
  });
  stream.onmember = () => {
    crc = 0;
    memberStart = length;
  };
  try {
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      stream.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
    }
  } catch (error) {
    if (error instanceof TraceError) throw error;
    throw damaged(bytes, (error as Error).message);
  }
  // fflate leaves the check sums alone. That of the last (mostly: the only) member is in the file's last 8 bytes.
  const trailer =
    bytes.length >= 18 ? new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8) : null;
  if (
    !trailer ||
    trailer.getUint32(4, true) !== (length - memberStart) >>> 0 ||
    trailer.getUint32(0, true) !== crc
  ) {
    throw damaged(bytes, "its check sum does not fit its content");
  }
  return out.subarray(0, length);
}

/** The size that the trailer names, where deflate can reach it (at most 1,032 : 1), else a start to grow from. */
function plausibleSize(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  const named = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  return named <= bytes.length * 1032 ? named : bytes.length;
}

function damaged(bytes: Uint8Array, why: string): TraceError {
  return new TraceError(
    `The gzip file (${bytes.length} bytes) is damaged or cut off: ${why}. Copy it again in binary mode; "gzip -t FILE" tells whether it is whole.`,
  );
}
