import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { parquetFile } from "../../../src/components/data/parquet-file.ts";

describe("a result as a Parquet file", () => {
  it("is read as what the query gave: text, whole numbers beyond 2^53, times, truths, and nothing", async () => {
    const file = parquetFile({
      columns: [
        { name: "name", kind: "text" },
        { name: "n", kind: "integer" },
        { name: "n", kind: "number" },
        { name: "ok", kind: "boolean" },
      ],
      rows: [
        ["é", "9007199254740993", 1.5, true],
        [null, null, null, null],
      ],
    });
    const [first, second] = await parquetReadObjects({ file });
    expect(Object.values(first!)).toEqual(["é", 9007199254740993n, 1.5, true]);
    expect(new Set(Object.keys(first!)).size).toBe(4);
    expect(Object.values(second!)).toEqual([null, null, null, null]);
  });
});
