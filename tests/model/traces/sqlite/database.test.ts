import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { SqliteDatabase } from "../../../../src/model/traces/sqlite/database.ts";
import type { SqliteValue } from "../../../../src/model/traces/sqlite/record.ts";

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/sqlite/${name}.sqlite`, import.meta.url)));

function rowsOf(bytes: Uint8Array, table: string, columns: readonly string[]): SqliteValue[][] {
  const rows: SqliteValue[][] = [];
  new SqliteDatabase(bytes).rows(table, columns, (values) => rows.push([...values]));
  return rows;
}

/** As the script beside the databases has them. */
const NUMBERS = [
  0,
  1,
  -1,
  127,
  -128,
  30_000,
  -(2 ** 23),
  2 ** 31,
  -(2 ** 40),
  2 ** 53 - 1,
  2n ** 60n + 1n,
  null,
];

describe.each(["utf-8", "utf-16"])("a database in %s", (name) => {
  const bytes = bytesOf(name);

  it("has its rows in order, over pages of pages and chains of pages", () => {
    const rows = rowsOf(bytes, "rows", ["whole", "id", "TEXT", "real, or not"]);
    expect(rows).toEqual(
      Array.from({ length: 600 }, (_, i) => [
        NUMBERS[i % 12],
        i * 3,
        i === 300 ? "é".repeat(1500) : `row ${i}`,
        i / 4,
      ]),
    );
  });

  it("has nothing in columns that came later, that are bytes or that it does not have", () => {
    expect(rowsOf(bytes, "rows", ["later", "bytes", "no such"])[7]).toEqual([null, null, null]);
  });

  it("names its tables, without views and those that are indices", () => {
    expect(new SqliteDatabase(bytes).tables).toEqual(["rows", "empty"]);
    expect(rowsOf(bytes, "empty", ["a"])).toEqual([]);
    expect(rowsOf(bytes, "no such", ["a"])).toEqual([]);
  });
});

describe("a damaged database", () => {
  const bytes = bytesOf("utf-8");
  const changed = (change: (view: DataView) => void) => {
    const copy = bytes.slice();
    change(new DataView(copy.buffer));
    return copy;
  };
  /** The root of "rows" is the second page, which holds pages. */
  const ROOT = 512;

  it.each([
    ["is cut off in its header", bytes.slice(0, 60), /header is cut off/],
    ["is cut off", bytes.slice(0, 5_000), /lies beyond its 5000 bytes/],
    ["has pages of no size", changed((view) => view.setUint16(16, 1000)), /pages have 1000 bytes/],
    ["has a page of another kind", changed((view) => view.setUint8(ROOT, 2)), /page 2 is of kind 2/],
    [
      "has a page that holds itself",
      changed((view) => view.setUint32(ROOT + 8, 2)),
      /page 2 is in two places/,
    ],
    ["has more cells than fit", changed((view) => view.setUint16(ROOT + 3, 9999)), /9999 cells/],
    ["has a cell beyond the page", changed((view) => view.setUint16(ROOT + 12, 510)), /cell beyond its end/],
  ])("that %s is refused, and says where", (_, damaged, message) => {
    const read = () => rowsOf(damaged, "rows", ["id"]);
    expect(read).toThrow(TraceError);
    expect(read).toThrow(message);
    expect(read).toThrow(/damaged or cut off/);
  });

  it("whose rows overlap is refused rather than read again and again", () => {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    const leaf = Array.from({ length: bytes.length / 512 }, (_, page) => page * 512).find(
      (at) => at > 0 && bytes[at] === 13 && view.getUint16(at + 3) > 5,
    )!;
    const cells = view.getUint16(leaf + 3);
    for (let i = 1; i < cells; i++) view.setUint16(leaf + 8 + i * 2, view.getUint16(leaf + 8));
    // The same row for all of them, made long enough for its page.
    copy[leaf + view.getUint16(leaf + 8)] = 90;
    expect(() => rowsOf(copy, "rows", ["id"])).toThrow(/overlap|begins at byte/);
  });
});
