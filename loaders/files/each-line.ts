import { closeSync, readSync } from "node:fs";
import { openRegularFile } from "./regular-file.ts";

const NEWLINE = 10;
const CHUNK_BYTES = 2 ** 20;
/** No row is as long: a file without line ends must not be taken into memory in search of one. */
const LONGEST_LINE_BYTES = 64 * 2 ** 20;

interface Line {
  /** Without its end. */
  readonly bytes: Buffer;
  /** Whether its end is there: the last line of a file may be half. */
  readonly isWhole: boolean;
}

/**
 * The lines of a regular file, one after the other and never all at once.
 *
 * @throws Error of the file system, or that a line is too long
 */
export function* eachLine(path: string): Generator<Line> {
  const { file, sizeBytes } = openRegularFile(path);
  try {
    let held = Buffer.alloc(0);
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, sizeBytes + 1));
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const bytes = Buffer.concat([held, chunk.subarray(0, read)]);
      let from = 0;
      for (let end = bytes.indexOf(NEWLINE, held.length); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        yield { bytes: bytes.subarray(from, end), isWhole: true };
        from = end + 1;
      }
      held = bytes.subarray(from);
      if (held.length > LONGEST_LINE_BYTES)
        throw new Error(`a line of it has more than ${LONGEST_LINE_BYTES / 2 ** 20} MiB, which no row has`);
    }
    if (held.length > 0) yield { bytes: held, isWhole: false };
  } finally {
    closeSync(file);
  }
}
