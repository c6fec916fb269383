import { describe, expect, it } from "vitest";
import { cachedColumn } from "../../../src/model/uncertainty/column-cache.ts";

describe("cachedColumn", () => {
  it("keeps what was asked for lately, and lets go of the rest before it grows past its bound", () => {
    const made: string[] = [];
    const ask = (key: string) =>
      cachedColumn(key, () => {
        made.push(key);
        return new Float64Array(2_500_000);
      });
    // 20 MB each: two fit into the 48 MiB that are kept.
    const first = ask("a");
    ask("b");
    expect(ask("a")).toBe(first);
    ask("c");
    expect(ask("a")).toBe(first);
    expect(made).toEqual(["a", "b", "c"]);
    ask("b");
    expect(made).toEqual(["a", "b", "c", "b"]);
  });

  it("hands out a column that is larger than the bound", () => {
    expect(cachedColumn("huge", () => new Float64Array(7_000_000))).toHaveLength(7_000_000);
  });
});
