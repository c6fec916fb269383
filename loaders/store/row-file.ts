/**
 * Files of rows, one JSON object a line, appended as they are measured: what runs and recordings have in common. Files of
 * before there were checksums have none on any line.
 */
import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, rmSync } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import { checkedLine, issuesOf, writtenChecksum } from "../../src/model/row-line.ts";
import { DiskFull, diskFailure, isDiskFull } from "../files/disk-full.ts";
import { holderOf, type Lock, saidOf, tryLock } from "../files/lock.ts";
import { readRegularFile } from "../files/regular-file.ts";

/** A file of rows that cannot be read, or not be written: the message names file, line, what was found and the fix. */
export class RowFileError extends Error {}

/** A file that a living process writes; the message says which. */
export class HeldFile extends RowFileError {}

/** A row that may not be written, since no reader would take it: the message names field and value. */
export class InvalidRow extends Error {}

export interface AnyRow {
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
