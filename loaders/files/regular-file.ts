import { constants as buffers } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";

/** What Node can hold in one buffer, and never more than 2 GiB, beyond which `readFileSync` refuses. */
const MOST_BYTES = Math.min(buffers.MAX_LENGTH, 2 ** 31 - 1);

/**
 * The bytes of a regular file. Anything else under its name is refused without a wait: a FIFO would hang its reader
 * until somebody writes.
 *
 * @throws Error that says what it is; or of the file system
 */
export function readRegularFile(path: string, mostBytes = MOST_BYTES): Buffer {
  const { file, sizeBytes } = openRegularFile(path);
  try {
    if (sizeBytes > mostBytes)
      throw new Error(`it has ${sizeText(sizeBytes)}; at most ${sizeText(mostBytes)} are read`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The same for a file that is not read at once: its descriptor, for the caller to close. */
export function openRegularFile(path: string): { readonly file: number; readonly sizeBytes: number } {
  // Not blocking, since opening a FIFO waits already. Windows has neither the flag nor FIFOs in folders.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error(`it is ${kindOf(stats)}; only regular files are read`);
    return { file, sizeBytes: stats.size };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a FIFO";
  return "a device";
}

function sizeText(bytes: number): string {
  const [size, unit] = bytes < 2 ** 20 ? [bytes / 1024, "KiB"] : [bytes / 2 ** 20, "MiB"];
  return `${Math.ceil(size).toLocaleString("en-US")} ${unit}`;
}
