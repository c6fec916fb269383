/**
 * Files of rows, one JSON object a line, appended as they are measured: what runs and recordings have in common. Files of
 * before there were checksums have none on any line.
 */
import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, rmSync } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import { crc32 } from "../../src/model/crc32.ts";
import {
  checkedLine,
  checksumText,
  issuesOf,
  SUFFIX_BYTES,
  writtenChecksum,
} from "../../src/model/row-line.ts";
import { DiskFull, diskFailure, isDiskFull } from "../files/disk-full.ts";
import { holderOf, type Lock, saidOf, tryLock } from "../files/lock.ts";
import { readRegularFile } from "../files/regular-file.ts";

/** A file of rows that cannot be read, or not be written: the message names file, line, what was found and the fix. */
export class RowFileError extends Error {}

/** A file that a living process writes; the message says which. */
export class HeldFile extends RowFileError {}

/** A row that may not be written, since no reader would take it: the message names field and value. */
export class InvalidRow extends Error {}

interface AnyRow {
  readonly kind: string;
}

/** One kind of file. */
export interface RowFormat<Row extends AnyRow> {
  readonly schema: z.ZodType<Row>;
  readonly schemaVersion: number;
  /** "run" or "recording", for messages. */
  readonly noun: string;
  /** What makes another, for messages: "measure again". */
  readonly again: string;
}

const NEWLINE = 10;

/** Owns a file of rows and appends to it. */
export class RowWriter<Row extends AnyRow> {
  readonly path: string;
  readonly #format: RowFormat<Row>;
  readonly #lock: Lock;
  readonly #file: number;
  #bytes: number;
  #rows: number;
  /** Null in a file that began without. */
  #checksum: number | null;

  /**
   * Makes a new file, or goes on with one that was interrupted, after its last whole row.
   *
   * @param first of a new file; null to go on
   * @throws HeldFile; RowFileError for a new one that is there already
   */
  constructor(path: string, format: RowFormat<Row>, first: Row | null) {
    this.path = path;
    this.#format = format;
    const lock = tryLock(path, `writing ${basename(path)}`);
    if (!lock) {
      const holder = holderOf(path);
      throw new HeldFile(holder ? saidOf(holder) : `another process has just taken ${path}`);
    }
    this.#lock = lock;
    try {
      const start = first ? { bytes: 0, rows: 0, checksum: 0 } : endOf(readRegularFile(path));
      // "x": never write into a file that is there.
      this.#file = openSync(path, first ? "ax" : "a");
      if (fstatSync(this.#file).size > start.bytes) ftruncateSync(this.#file, start.bytes);
      this.#bytes = start.bytes;
      this.#rows = start.rows;
      this.#checksum = start.checksum;
    } catch (error) {
      lock.release();
      const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
      throw isThere ? new RowFileError(`${path} exists already`) : diskFailure(error, path);
    }
    if (first) this.#begin(first);
  }

  /** A file without its first row would only be in the way. */
  #begin(first: Row): void {
    try {
      this.append(first);
    } catch (error) {
      rmSync(this.path, { force: true });
      this.close();
      throw error;
    }
  }

  /** @throws InvalidRow; DiskFull, with no part of the row in the file; RowFileError */
  append(row: Row): void {
    const parsed = this.#format.schema.safeParse(row.kind === "end" ? { ...row, rows: this.#rows } : row);
    if (!parsed.success) throw new InvalidRow(issuesOf(parsed.error, row));
    const { line: text, checksum } =
      this.#checksum === null
        ? { line: JSON.stringify(parsed.data), checksum: null }
        : checkedLine(parsed.data, this.#checksum);
    const line = Buffer.from(`${text}\n`);
    try {
      appendFileSync(this.#file, line);
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes);
      if (isDiskFull(error))
        throw new DiskFull(
          `${this.path} could not be written`,
          this.#rows > 0 ? "what was measured before is kept: free some space and try again" : undefined,
        );
      throw new RowFileError(`cannot write to ${this.path}: ${(error as Error).message}`);
    }
    this.#bytes += line.length;
    this.#rows++;
    this.#checksum = checksum;
  }

  close(): void {
    try {
      fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
      this.#lock.release();
    }
  }
}

export interface ReadRows<Row> {
  readonly rows: readonly Row[];
  readonly warnings: readonly string[];
}

/**
 * Reads and validates a file of rows. A truncated last line is dropped with a warning, as a killed process leaves one;
 * any other damage is an error.
 *
 * @throws RowFileError
 */
export function readRows<Row extends AnyRow>(path: string, format: RowFormat<Row>): ReadRows<Row> {
  const name = basename(path);
  const bytes = readRegularFile(path);
  const rows: Row[] = [];
  let checksum: number | null = null;
  let from = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
    const line = bytes.subarray(from, end);
    const wrong = (what: string) => new RowFileError(`${name}, line ${rows.length + 1}: ${what}`);
    const read: ReadLine<Row> = readLine(line, { format, rows: rows.length, checksum, wrong });
    rows.push(read.row);
    checksum = read.checksum;
    from = end + 1;
  }
  // A row counts once its newline is there: that is also where RowWriter goes on. Its owner may be writing it right now.
  const warnings =
    from < bytes.length && holderOf(path) === null
      ? [
          `${name}: the last line is truncated and was dropped (the ${format.noun} was killed while writing it)`,
        ]
      : [];
  return { rows, warnings };
}

interface LineContext<Row extends AnyRow> {
  readonly format: RowFormat<Row>;
  /** Rows before it, and their checksum; null without. */
  readonly rows: number;
  readonly checksum: number | null;
  readonly wrong: (what: string) => RowFileError;
}

interface ReadLine<Row> {
  readonly row: Row;
  readonly checksum: number | null;
}

function readLine<Row extends AnyRow>(
  line: Buffer,
  { format, rows, checksum, wrong }: LineContext<Row>,
): ReadLine<Row> {
  const restore = `Restore the file from a copy, or delete it and ${format.again}.`;
  const text = line.toString("utf8");
  const value = parseJson(text);
  if (value === undefined)
    throw wrong(
      `not JSON (${JSON.stringify(text.slice(0, 60))}); every line must be one JSON object. ${restore}`,
    );
  const written = writtenChecksum(text);
  if (rows > 0 && (written === undefined) !== (checksum === null))
    throw wrong(
      `${written === undefined ? "no" : "a"} checksum, where line 1 has ${checksum === null ? "none" : "one"}. ${restore}`,
    );
  const computed =
    written === undefined ? null : crc32(line.subarray(0, line.length - SUFFIX_BYTES), checksum ?? 0);
  if (computed !== null && checksumText(computed) !== written)
    throw wrong(
      `the checksum is ${written}, and ${checksumText(computed)} is right for what stands here: this row was changed, or one ` +
        `before it was dropped or doubled. ${restore}`,
    );
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && version !== format.schemaVersion)
    throw wrong(
      `schema version ${version}; this Portolan reads version ${format.schemaVersion}. Read it with the Portolan that ` +
        `wrote it, or ${format.again}.`,
    );
  const parsed = format.schema.safeParse(value);
  if (!parsed.success) throw wrong(issuesOf(parsed.error, value));
  const row = parsed.data;
  if ("rows" in row && row.rows !== rows)
    throw wrong(`it counts ${row.rows} rows before it, and there are ${rows}. ${restore}`);
  return { row, checksum: computed };
}

/** Where a file that was interrupted is gone on with. */
function endOf(bytes: Buffer): { bytes: number; rows: number; checksum: number | null } {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  const lines = bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
  const last = writtenChecksum(lines.at(-1) ?? "");
  return {
    bytes: end,
    rows: lines.length,
    checksum: last === undefined ? null : Number.parseInt(last, 16),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
