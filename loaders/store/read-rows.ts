import { basename } from "node:path";
import zlib from "node:zlib";
import { crc32 } from "../../src/model/crc32.ts";
import { checksumText, issuesOf, SUFFIX_BYTES, writtenChecksum } from "../../src/model/row-line.ts";
import { eachLine } from "../files/each-line.ts";
import { holderOf } from "../files/lock.ts";
import { type AnyRow, RowFileError, type RowFormat } from "./row-file.ts";

/** Node's own is ten times as fast; it came with 20.15. */
const checksumOf = zlib.crc32 ?? crc32;

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
  const rows: Row[] = [];
  const each = eachRow(path, format, { name: basename(path), firstLine: 1 });
  for (let next = each.next(); ; next = each.next()) {
    if (next.done) return { rows, warnings: next.value };
    rows.push(next.value);
  }
}

/** What a file of rows is called in messages, and which line of that its first one is. */
export interface RowPlace {
  readonly name: string;
  readonly firstLine: number;
}

/**
 * The same a row at a time, so that a file may be larger than what memory holds; its warnings are what is returned.
 *
 * @throws RowFileError
 */
export function* eachRow<Row extends AnyRow>(
  path: string,
  format: RowFormat<Row>,
  { name, firstLine }: RowPlace,
): Generator<Row, readonly string[]> {
  let rows = 0;
  let checksum: number | null = null;
  const wrong = (what: string) => new RowFileError(`${name}, line ${firstLine + rows}: ${what}`);
  for (const { bytes, isWhole } of eachLine(path)) {
    // A row counts once its newline is there: that is also where RowWriter goes on. Its owner may be writing it right now.
    if (!isWhole)
      return holderOf(path) === null
        ? [
            `${name}: the last line is truncated and was dropped (the ${format.noun} was killed while writing it)`,
          ]
        : [];
    const read: ReadLine<Row> = readLine(bytes, { format, rows, checksum, wrong });
    yield read.row;
    rows++;
    checksum = read.checksum;
  }
  return [];
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
    written === undefined ? null : checksumOf(line.subarray(0, line.length - SUFFIX_BYTES), checksum ?? 0);
  if (computed !== null && checksumText(computed) !== written)
    throw wrong(
      `the checksum is ${written}, and ${checksumText(computed)} is right for what stands here: this row was changed, or one ` +
        `before it was dropped or doubled. ${restore}`,
    );
  refuseOtherSchema(value, format, wrong);
  const parsed = format.schema.safeParse(value);
  if (!parsed.success) throw wrong(issuesOf(parsed.error, value));
  const row = parsed.data;
  if ("rows" in row && row.rows !== rows)
    throw wrong(`it counts ${row.rows} rows before it, and there are ${rows}. ${restore}`);
  return { row, checksum: computed };
}

function refuseOtherSchema(
  value: unknown,
  { schemaVersion, noun, again }: Pick<RowFormat<AnyRow>, "schemaVersion" | "noun" | "again">,
  wrong: LineContext<AnyRow>["wrong"],
): void {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version === undefined || version === schemaVersion) return;
  throw wrong(
    Number(version) > schemaVersion
      ? `schema version ${version}; this Portolan reads version ${schemaVersion}: a newer one wrote this ${noun}. Update this one, or read ` +
          "it with the one that wrote it."
      : `schema version ${version}; this Portolan reads version ${schemaVersion}. Read it with the Portolan that ` +
          `wrote it, or ${again}.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
