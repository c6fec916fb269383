import { describe, expect, it } from "vitest";
import { cellText } from "../../../src/components/data/sql-result.ts";

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
