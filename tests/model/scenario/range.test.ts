import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RangeField } from "../../../src/model/scenario/field.ts";
import {
  centre,
  ends,
  exactly,
  movedTo,
  parseRange,
  type Range,
  rangeText,
  triangle,
} from "../../../src/model/scenario/range.ts";
import { RANGE_FIELDS } from "../../../src/model/scenario/scenario.ts";

const number = fc.double({ min: 0.001, max: 1e9, noNaN: true }).map((value) => Number(value.toPrecision(9)));
const anyRange: fc.Arbitrary<Range> = fc.oneof(
  number.map(exactly),
  fc
    .tuple(number, number, number)
    .map((all) => all.sort((a, b) => a - b))
    .filter(([a, , c]) => a! < c!)
    .map(([a, b, c]) => triangle(a!, b!, c!)),
  fc
    .tuple(number, number)
    .filter(([a, b]) => a < b)
    .map(([p5, p95]): Range => ({ kind: "interval", p5, p95 })),
);

describe("a range as text", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(anyRange, (range) => {
        expect(parseRange(rangeText(range))).toEqual(range);
      }),
    );
  });

  it("is short where it is of millions, in every field’s unit", () => {
    expect(rangeText(triangle(2e6, 3e6, 6e6))).toBe("2M..3M..6M");
    expect(rangeText(exactly(1_234_567))).toBe("1234567");
    for (const { most, least, unit } of RANGE_FIELDS as readonly RangeField[]) {
      const widest = triangle(least, most, most);
      expect(parseRange(rangeText(widest), unit)).toEqual(widest);
    }
  });

  it("may have thousands separators and suffixes", () => {
    expect(parseRange("1,200")).toEqual(exactly(1200));
    expect(parseRange("2M..3,000,000..6M", "requests a month")).toEqual(triangle(2e6, 3e6, 6e6));
    expect(parseRange("10~20M", "Mbit/s")).toMatchObject({ reason: "write 20 for 20 Mbit/s" });
  });

  it.each([
    ["1,5", "write 1.5"],
    ["", "write a number"],
    ["lots", "write a number"],
    ["1..2", "three numbers"],
    ["3..2..1", "least ≤ most likely ≤ most"],
    ["5~2", "p5 must be less than p95"],
    ["1~2~3", "two numbers"],
    ["NaN", "write a number"],
  ])("says what is wrong with %j", (text, reason) => {
    expect(parseRange(text)).toMatchObject({ kind: "invalid", reason: expect.stringContaining(reason) });
  });
});

describe("moving a range", () => {
  it("puts its centre where it is asked for, and keeps its relative width", () => {
    fc.assert(
      fc.property(anyRange, number, (range, value) => {
        const moved = movedTo(range, value);
        expect(centre(moved)).toBeCloseTo(value, -Math.log10(value) + 6);
        if (range.kind === "value") return;
        const width = ([low, high]: readonly [number, number]) => high / low;
        expect(width(ends(moved)) / width(ends(range))).toBeCloseTo(1, 6);
      }),
    );
  });
});
