import { describe, expect, it } from "vitest";
import { hashOfQuery, queryOfHash } from "../../src/components/data/sql-address.ts";
import { defaultChoice, markOf } from "../../src/report/quick-chart.ts";
import { sqlFault } from "../../src/report/sql-fault.ts";
import { cellText, objectsOf, type SqlResult, uniqueNames } from "../../src/report/sql-result.ts";
import { withRun } from "../../src/report/sql-run.ts";

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

describe("$run", () => {
  it.each([
    ["select $run", "select 'a''b'"],
    ["select '$run', \"$run\" -- $run\n, $run", "select '$run', \"$run\" -- $run\n, 'a''b'"],
    ["/* $run */ $running $run", "/* $run */ $running 'a''b'"],
  ])("in %j is the run, and a text and a comment stay", (sql, asked) =>
    expect(withRun(sql, "a'b")).toBe(asked),
  );
});

describe("what DuckDB says of a query", () => {
  const query = "select 1,\n  foo\nfrom samples";
  it("is a sentence and a place in it", () => {
    const error = new Error('Binder Error: "foo" not found!\nCandidates: "a"\n\nLINE 2:   foo\n          ^');
    const fault = sqlFault(error, query);
    expect(fault.message).toBe('Binder Error: "foo" not found!\nCandidates: "a"');
    expect(fault.at).toEqual({ line: 2, column: 3 });
    expect(query.slice(fault.offset!)).toMatch(/^foo/);
  });
  it("finds the place in a line that is shown in part", () => {
    const long = `select ${"a, ".repeat(60)}foo from b`;
    const at = long.indexOf("foo");
    const part = long.slice(at - 20, at + 10);
    const excerpt = `LINE 1: ...${part}`;
    const error = new Error(`Error: no foo\n\n${excerpt}\n${" ".repeat(excerpt.indexOf("foo"))}^`);
    expect(sqlFault(error, long).offset).toBe(at);
  });
  it("may name no place", () => {
    expect(sqlFault(new Error("Out of memory"), query)).toEqual({
      message: "Out of memory",
      at: null,
      offset: null,
    });
  });
});

describe("an address with a query", () => {
  it("gives it back, whatever is in it", () => {
    const query = "select '%', \"é\" from samples -- #1 & more\nlimit 1";
    expect(queryOfHash(hashOfQuery(query))).toBe(query);
  });
  it.each(["", "#", "#tables", "#sql=", "#sql=%20", "#sql=%E0%A4%A", `#sql=${"a".repeat(60_000)}`])(
    "that holds none, %s, is none",
    (hash) => expect(queryOfHash(hash)).toBeNull(),
  );
  it("is not made of one that is too long", () => expect(hashOfQuery("a".repeat(20_000))).toBe(""));
});

describe("a chart of a result", () => {
  const result = (columns: SqlResult["columns"], ...rows: unknown[][]): SqlResult => ({ columns, rows });
  const text = (name: string) => ({ name, kind: "text" as const });
  const number = (name: string) => ({ name, kind: "number" as const });
  const integer = (name: string) => ({ name, kind: "integer" as const });

  it("is a measure along the finest category, coloured by the next", () => {
    const one = result(
      [text("workload"), text("target"), integer("n"), number("ms")],
      ["a", "x", 3, 1],
      ["a", "y", 3, 2],
    );
    const choice = defaultChoice(one)!;
    expect(choice).toEqual({ x: "ms", y: "target", colour: "workload" });
    expect(markOf(one, choice)).toBe("across");
  });
  it("is dots where there are two measures and no category", () => {
    const one = result([number("a"), integer("b")], [1, 2]);
    expect(defaultChoice(one)).toEqual({ x: "b", y: "a", colour: "" });
    expect(markOf(one, { x: "b", y: "a" })).toBe("dots");
  });
  it.each([
    [result([text("a"), text("b")], ["x", "y"])],
    [result([number("a")], [1])],
    [result([text("a"), number("b")], ["x", null])],
  ])("is none where nothing is measured, or of nothing", (one) => expect(defaultChoice(one)).toBeNull());
});

describe("columns that are called alike", () => {
  const result: SqlResult = {
    columns: [
      { name: "a", kind: "integer" },
      { name: "a", kind: "integer" },
    ],
    rows: [[1, 2]],
  };
  it("have names of their own in a file", () => expect(uniqueNames(result)).toEqual(["a", "a_2"]));
  it("are the last one as an object", () => expect(objectsOf(result)).toEqual([{ a: 2 }]));
});
