import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "../../src/model/parse-number.ts";

const read = (text: string, unit?: string) => {
  const parsed = parseNumber(text, unit);
  return parsed.state === "number" ? parsed.value : null;
};

describe("a typed number", () => {
  it.each([
    ["5", 5],
    [" -0.25 ", -0.25],
    ["−3", -3],
    [".5", 0.5],
    ["1e6", 1e6],
    ["1,200", 1200],
    ["1 200", 1200],
    ["3,000,000", 3e6],
    ["12,345.67", 12_345.67],
    ["1_000_000", 1e6],
    ["3k", 3000],
    ["1.2 M", 1_200_000],
    ["1,200k", 1_200_000],
  ])("%j is %d", (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    ["1,5", "write 1.5:"],
    ["-0,5", "write -0.5:"],
    ["0,500", "write 0.500:"],
    ["1,2345", "write 1.2345:"],
    ["1.234,56", "write 1234.56:"],
    ["1,5k", "write 1.5k:"],
  ])("%j is refused with the number to write", (text, fix) => {
    expect(parseNumber(text)).toMatchObject({ state: "invalid", fix: expect.stringContaining(fix) });
  });

  it.each([
    ...["", " ", "fast", "NaN", "Infinity", "-Infinity", "1e999", "0x10", "1..2", "1e", "5m", "1.2B", "5%"],
    ...["1,2,3", "12,34,567", "1,200 300", "1.2.3", "--1", "1e3k", "M", "1,200,"],
  ])("%j is none", (text) => {
    expect(read(text)).toBeNull();
  });

  it("has no suffix that could be its unit", () => {
    expect(parseNumber("512M", "MB")).toEqual({ state: "invalid", fix: "write 512 for 512 MB" });
    expect(read("512M", "requests a month")).toBe(512e6);
  });

  it("comes back from every way that Portolan or JavaScript writes it", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, (value) => {
        expect(read(String(value))).toBe(value + 0);
      }),
    );
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(read(value.toLocaleString("en-US"))).toBe(value);
      }),
    );
  });

  it("is never anything but a finite number or a refusal, and a comma is never a decimal point", () => {
    const part = fc.constantFrom("0", "1", "23", "456", ",", ".", " ", "k", "M", "e", "-", "x", "∞");
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
        (text) => {
          const value = read(text);
          if (value === null) return;
          expect(Number.isFinite(value)).toBe(true);
          const size = text.includes("M") ? 1e6 : text.includes("k") ? 1e3 : 1;
          expect(value).toBeCloseTo(Number(text.replace(/[,\skM]/g, "")) * size, 5);
        },
      ),
    );
  });
});
