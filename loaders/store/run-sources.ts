/** Where runs come from: files, folders, patterns, standard input. Each may hold several, one after the other, and be compressed. */
import { appendFileSync, createReadStream, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { openNamedFile } from "../files/named-file.ts";
import { scratchFolder } from "../files/scratch.ts";
import { isFolder } from "../files/stats.ts";
import { RECORDING_SUFFIX } from "./recording-file.ts";

/** Bytes under a name, which nothing was read of yet. */
export interface RunSource {
  readonly name: string;
  open(): AsyncIterable<Buffer>;
}

/** One run of a source, in a file of its own that goes when the next is asked for. */
export interface SpooledRun {
  /** For messages: of which source it is, and which line of that its first one is. */
  readonly name: string;
  readonly firstLine: number;
  readonly path: string;
}

export const STANDARD_INPUT = "-";
const RUN_FILE = /\.jsonl(?:\.gz)?$/;

/** Whether a file of a folder, or an object of a bucket, is called as runs are. */
export const isRunFileName = (name: string): boolean =>
  RUN_FILE.test(name) && !name.replace(/\.gz$/, "").endsWith(RECORDING_SUFFIX);

/** The sources that a user means: each file, those of each folder, and those that a pattern in a file's name fits. */
export function runSourcesOf(path: string): RunSource[] {
  if (path === STANDARD_INPUT) return [{ name: "standard input", open: () => process.stdin }];
  if (isFolder(path)) return filesIn(path, RUN_FILE).map(fileSource);
  if (!/[*?]/.test(basename(path))) return [fileSource(path)];
  // A shell that knows no patterns, or was given one in quotes.
  const found = filesIn(dirname(path), patternOf(basename(path)));
  return (found.length > 0 ? found : [path]).map(fileSource);
}

const fileSource = (path: string): RunSource => ({
  name: path,
  open: () => {
    const kind = {
      what: "run file",
      give: "give the path of a .jsonl or .jsonl.gz file (docs/run-file.md)",
    };
    return createReadStream(path, { fd: openNamedFile(path, kind).file });
  },
});

const filesIn = (folder: string, pattern: RegExp): string[] =>
  (isFolder(folder) ? readdirSync(folder) : [])
    .filter((name) => pattern.test(name) && isRunFileName(name))
    .sort()
    .map((name) => join(folder, name));

function patternOf(name: string): RegExp {
  const escaped = name
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`);
}

const HEADER = Buffer.from('{"kind":"header"');
const NEWLINE = 10;

/**
 * The runs of a source, each in a file of its own: a header begins one, wherever it stands, since what was cut off leaves half a line
 * before the next file's first.
 *
 * @throws Error of the source, or that there is nothing in it
 */
export async function* spooledRuns({ name, open }: RunSource): AsyncGenerator<SpooledRun> {
  const folder = mkdtempSync(join(scratchFolder(), "import-"));
  try {
    const parts: { readonly firstLine: number; readonly path: string }[] = [];
    let line = 1;
    for await (const { bytes, begins } of marked(decompressed(open(), name))) {
      if (begins || parts.length === 0)
        parts.push({ firstLine: line, path: join(folder, `${parts.length}.jsonl`) });
      appendFileSync(parts.at(-1)!.path, bytes);
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) line++;
    }
    if (parts.length === 0) throw new Error(`there is nothing in ${name}`);
    for (const [i, part] of parts.entries()) {
      yield { ...part, name: parts.length > 1 ? `${name}, run ${i + 1}` : name };
      rmSync(part.path, { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Piece {
  readonly bytes: Buffer;
  /** Whether a header starts with it. */
  readonly begins: boolean;
}

/** The same bytes, cut before each header. */
async function* marked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let held = Buffer.alloc(0);
  let begins = false;
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    // At 0 it is the one that was found before.
    for (let at = held.indexOf(HEADER, begins ? 1 : 0); at >= 0; at = held.indexOf(HEADER, 1)) {
      if (at > 0) yield { bytes: held.subarray(0, at), begins };
      held = held.subarray(at);
      begins = true;
    }
    // What is left may end in half a header.
    const sure = held.length - (HEADER.length - 1);
    if (sure <= 0) continue;
    yield { bytes: held.subarray(0, sure), begins };
    held = held.subarray(sure);
    begins = false;
  }
  if (held.length > 0) yield { bytes: held, begins };
}

/** What is compressed by gzip, as it was before: told by its first two bytes. */
async function* decompressed(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const each = chunks[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  let isDone = false;
  while (first.length < 2 && !isDone) {
    const next = await each.next();
    isDone = next.done === true;
    if (!next.done) first = Buffer.concat([first, next.value]);
  }
  const all = (async function* () {
    if (first.length > 0) yield first;
    for (let next = await each.next(); !next.done; next = await each.next()) yield next.value as Buffer;
  })();
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all;
  const unpacked = createGunzip();
  const fed = pipeline(all, unpacked).catch(() => {});
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
    await fed;
  } catch (error) {
    // Others are of the source, and say so.
    if (!(error as NodeJS.ErrnoException).code?.startsWith("Z_")) throw error;
    throw new Error(
      `${name} is compressed by gzip and damaged (${(error as Error).message}); copy it again from where it was made`,
    );
  }
}
