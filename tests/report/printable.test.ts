import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableLines } from "../../src/report/printable.ts";

const CLIPBOARD = "\u001b]52;c;aGk=\u0007";

describe("text of somebody else's", () => {
  it("shows what a terminal would obey", () => {
    expect(printable(`a${CLIPBOARD}b`)).toBe("a\\u001b]52;c;aGk=\\u0007b");
    expect(printable("one\r\ntwo\u009b2J")).toBe("one\\u000d\\u000atwo\\u009b2J");
  });

  it("shows what turns the direction of text around", () => {
    expect(printable("\u202egpj.exe \u2066x\u2069")).toBe("\\u202egpj.exe \\u2066x\\u2069");
  });

  it("keeps letters of all scripts, emoji and no-break spaces", () => {
    const text = "Größe 5 %, 測試, עברית, 👩‍💻, «é»";
    expect(printable(text)).toBe(text);
  });

  it("keeps lines where there are several", () => {
    expect(printableLines("a\n\tb\u001b[2J\rc")).toBe("a\n\tb\\u001b[2J\\u000dc");
  });

  it("leaves JSON valid and its meaning the same", () => {
    const ofUnits = fc.string({
      unit: fc.integer({ min: 0, max: 0x20ff }).map((c) => String.fromCharCode(c)),
    });
    fc.assert(
      fc.property(ofUnits, (text) => {
        const written = printableLines(JSON.stringify({ [text]: text }, null, 2));
        expect(JSON.parse(written)).toEqual({ [text]: text });
        expect(written).not.toMatch(/(?!\n)[\p{Bidi_Control}\p{Cc}]/u);
      }),
    );
  });
});
