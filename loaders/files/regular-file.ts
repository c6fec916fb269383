import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";

/**
 * The bytes of a regular file. Anything else under its name is refused without a wait: a FIFO would hang its reader
 * until somebody writes.
 *
 * @throws Error that says what it is; or of the file system
 */
export function readRegularFile(path: string): Buffer {
  // Not blocking, since opening a FIFO waits already. Windows has neither the flag nor FIFOs in folders.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error(`it is ${kindOf(stats)}; only regular files are read`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a FIFO";
  return "a device";
}
