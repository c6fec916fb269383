import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { csvText } from "../../src/report/csv.ts";

describe("CSV", () => {
  it("quotes what would break a line apart", () => {
    const rows = [
      ["a,b", 'say "c"'],
      ["two\nlines", "plain"],
    ];
    expect(csvText(["x", "y, too"], rows)).toBe('x,"y, too"\n"a,b","say ""c"""\n"two\nlines",plain\n');
  });

  it("tells null from an empty text", () => {
    expect(csvText(["x", "y"], [[null, ""]])).toBe('x,y\n,""\n');
  });

  it("keeps every digit, also of integers beyond a double", () => {
    expect(csvText(["x", "y"], [[0.1234567890123, 9_007_199_254_740_993n]])).toBe(
      "x,y\n0.1234567890123,9007199254740993\n",
    );
  });

  it("is nothing that a spreadsheet would compute", () => {
    const formulas = ["=HYPERLINK(A1)", "+1+1", "-2+3", "@SUM(A1)", " =1+1", "\t=1", "＝1+1"];
    const rows = csvParse(
      csvText(
        ["x"],
        formulas.map((text) => [text]),
      ),
    );
    expect(rows.map(({ x }) => x)).toEqual(formulas.map((text) => `'${text}`));
  });

  it("leaves numbers what they are, as text too", () => {
    expect(csvText(["x"], [[-5], [-1e-9], ["-5"], ["+1.5e3"]])).toBe("x\n-5\n-1e-9\n-5\n+1.5e3\n");
  });

  it("shows what a terminal would obey", () => {
    expect(csvText(["x"], [["a\u001b]52;c;aGk=\u0007\r"]])).toBe("x\na\\u001b]52;c;aGk=\\u0007\\u000d\n");
  });
});
