import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/**
 * Reads a whole file into memory that is there already: `readFileSync` asks the system for new pages each time,
 * which costs several times what the copy does.
 *
 * @param memoryFor gives memory of exactly so many bytes
 */
export function readInto(path: string, memoryFor: (bytes: number) => Uint8Array): void {
  const file = openSync(path, "r");
  try {
    const memory = memoryFor(fstatSync(file).size);
    let read = 0;
    while (read < memory.length) {
      const more = readSync(file, memory, read, memory.length - read, null);
      if (more === 0)
        throw new Error(`${path} ends after ${read} bytes; ${memory.length} were there when it was opened`);
      read += more;
    }
  } finally {
    closeSync(file);
  }
}
