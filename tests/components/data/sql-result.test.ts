import { describe, expect, it } from "vitest";
import { cellText, toCsv } from "../../../src/components/data/sql-result.ts";

const column = (name: string) => ({ name, numeric: false });

describe("the console's CSV", () => {
  it("quotes what would break a line apart", () => {
    const rows = [
      ["a,b", 'say "c"'],
      ["two\nlines", "plain"],
    ];
    expect(toCsv({ columns: [column("x"), column("y, too")], rows })).toBe(
      'x,"y, too"\r\n"a,b","say ""c"""\r\n"two\nlines",plain\r\n',
    );
  });

  it("tells NULL from an empty text", () => {
    expect(toCsv({ columns: [column("x"), column("y")], rows: [[null, ""]] })).toBe('x,y\r\n,""\r\n');
  });

  it("keeps every digit, also of integers beyond a double", () => {
    const rows = [[0.1234567890123, 9_007_199_254_740_993n]];
    expect(toCsv({ columns: [column("x"), column("y")], rows })).toBe(
      "x,y\r\n0.1234567890123,9007199254740993\r\n",
    );
  });
});

describe("a cell on the page", () => {
  it("has six digits of a fraction, and integers in full", () => {
    expect([0.1234567, 12.5, 1_770_486_216, 5n, null, "text", true].map(cellText)).toEqual([
      "0.123457",
      "12.5",
      "1770486216",
      "5",
      "NULL",
      "text",
      "true",
    ]);
  });
});
