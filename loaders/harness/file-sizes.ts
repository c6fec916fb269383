import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** What content networks use where nothing else is said; nginx and Node have it as their default. */
const GZIP_LEVEL = 6;

export interface Sizes {
  readonly bytes: number;
  readonly gzipBytes: number;
}

const compress = promisify(gzip);

export async function sizesOf(contents: Uint8Array): Promise<Sizes> {
  return { bytes: contents.length, gzipBytes: (await compress(contents, { level: GZIP_LEVEL })).length };
}

/** Several targets share an engine, a module or weights; none of them changes under a run. */
const known = new Map<string, Promise<Sizes>>();

export function sizesOfFile(path: string): Promise<Sizes> {
  let sizes = known.get(path);
  if (sizes === undefined) {
    sizes = readFile(path).then(sizesOf);
    known.set(path, sizes);
  }
  return sizes;
}
