import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePriceBook } from "../../../src/model/prices/parse-price-book.ts";
import { YamlError } from "../../../src/model/yaml-fields.ts";

const parse = (text: string) => parsePriceBook([{ name: "book.yaml", text }]);

function faultsOf(text: string): string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof YamlError) return error.message.split("\n");
    throw error;
  }
}

const DEFAULTS =
  "defaults: { region: us, validFrom: 2024-01-01, source: a test, confidence: high }\nprices:\n";

describe("parsePriceBook", () => {
  it("reads a flat price with what the file's defaults say", () => {
    const book = parse(`${DEFAULTS}  disk: { title: a disk, unit: USD/GB, value: 0.25 }`);
    expect(book.entries).toEqual([
      {
        id: "disk",
        title: "a disk",
        unit: "USD/GB",
        assumption: null,
        history: [
          {
            id: "disk",
            title: "a disk",
            unit: "USD/GB",
            tiers: [{ upTo: null, value: 0.25 }],
            region: "us",
            validFrom: "2024-01-01",
            validTo: null,
            source: "a test",
            confidence: "high",
            origin: "book",
          },
        ],
      },
    ]);
  });

  it("reads tiers, digits in groups, several regions and a history with its own sources", () => {
    const book = parse(`${DEFAULTS}
  disk:
    title: a disk
    unit: USD/GB
    regions: [us, eu]
    tiers: [{ upTo: 10_240, value: 0.09 }, { value: 0.05 }]
  net:
    title: a net
    unit: USD/month
    history:
      - { value: 1, validTo: 2024-12-31 }
      - { value: 2, validFrom: 2025-01-01, source: its successor, confidence: low }`);
    expect(book.entries[0]!.history.map(({ region }) => region)).toEqual(["us", "eu"]);
    expect(book.entries[0]!.history[0]!.tiers).toEqual([
      { upTo: 10_240, value: 0.09 },
      { upTo: null, value: 0.05 },
    ]);
    expect(
      book.entries[1]!.history.map(({ source, confidence, validTo }) => [source, confidence, validTo]),
    ).toEqual([
      ["a test", "high", "2024-12-31"],
      ["its successor", "low", null],
    ]);
  });

  it("names every fault of every price at once, with its line, what is allowed and the fix", () => {
    const faults = faultsOf(`${DEFAULTS}  a: { title: a, unit: USD/hour, value: -1 }
  b: { title: b, unit: EUR/hour, value: 1 }
  c: { title: c, unit: USD/hour, value: .nan }
  d: { title: d, unit: USD/hour, value: 1, validfrom: 2024-01-01 }
  e: { title: e, unit: USD/hour, value: 1, validFrom: 2024-02-30 }
  f: { unit: USD/hour, value: 1, confidence: sure }
  g: { title: g, unit: USD/hour }
  h: { title: h, unit: share, value: 50 }
  i: { title: i, unit: USD/hour, value: 1, tiers: [{ value: 2 }] }
  j: { title: j, unit: USD/hour, tiers: [{ upTo: 5, value: 1 }, { upTo: 4, value: 2 }, { upTo: 9, value: 3 }] }`);
    expect(faults).toEqual([
      "book.yaml:3: a: value is -1 USD/hour: allowed is 0 or more; remove the sign",
      expect.stringMatching(/^book.yaml:4: b: unit is "EUR\/hour": allowed are USD\/request, /),
      "book.yaml:5: c: value is .nan: give a finite number such as 0.25",
      expect.stringMatching(
        /^book.yaml:6: d: unknown key "validfrom"; allowed are .*; did you mean validFrom\?$/,
      ),
      "book.yaml:7: e: validFrom is 2024-02-30: give a day that exists, as YYYY-MM-DD",
      "book.yaml:8: f: has no title; say what is paid for",
      'book.yaml:8: f: confidence is "sure": allowed are high, medium, low',
      "book.yaml:9: g: has no value; give it in USD/hour",
      "book.yaml:10: h: value is 50: a share is 0 to 1, such as 0.5",
      "book.yaml:11: i: has both a value and tiers; give one of the two",
      "book.yaml:12: j: tier 2 ends at 4: give an upTo above 5",
      "book.yaml:12: j: the last tier ends at 9; leave its upTo out",
    ]);
  });

  it("wants region, date, source and confidence of the book's own prices", () => {
    expect(faultsOf("prices:\n  a: { title: a, unit: USD/hour, value: 1 }")).toEqual([
      "book.yaml:2: a: has no region; give one, or global",
      "book.yaml:2: a: has no validFrom; give the source's date",
      "book.yaml:2: a: has no source; say who states it, and when",
      "book.yaml:2: a: has no confidence; allowed are high, medium, low",
    ]);
  });

  it("refuses two prices for the same day, and a price that ends before it begins", () => {
    expect(
      faultsOf(`${DEFAULTS}  a:
    title: a
    unit: USD/hour
    history: [{ value: 1 }, { value: 2, validFrom: 2025-01-01 }]
  b: { title: b, unit: USD/hour, value: 1, validTo: 2023-01-01 }`),
    ).toEqual([
      "book.yaml:3: a: two prices hold in us on 2025-01-01; end the earlier one with validTo, the day before",
      "book.yaml:7: b: ends on 2023-01-01, before it begins on 2024-01-01; exchange the two",
    ]);
  });

  it("refuses an id that two files have, and what is no YAML or no mapping", () => {
    const file = (name: string) => ({ name, text: `${DEFAULTS}  a: { title: a, unit: USD/hour, value: 1 }` });
    expect(() => parsePriceBook([file("one.yaml"), file("two.yaml")])).toThrow(
      "two.yaml:3: a: is in the book already; keep one of the two",
    );
    expect(faultsOf("prices: { a: [ }")[0]).toMatch(/^book.yaml:1: this is no valid YAML: /);
    expect(faultsOf("- a\n- b")).toEqual(["book.yaml:1: the file is not a mapping; begin it with `prices:`"]);
    expect(faultsOf("prices: 5")).toEqual([
      "book.yaml:1: the file: prices is no mapping: write it as { key: value }",
    ]);
  });

  it("throws nothing but its own error, whatever the text", () => {
    const piece = fc.constantFrom(
      "prices:",
      "\n  ",
      "a",
      ":",
      " ",
      "{",
      "}",
      "[",
      "]",
      "value",
      "unit",
      "USD/hour",
      "-1",
      "&x",
      "*x",
      "!!",
      "tiers",
      "upTo",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            parse(text);
          } catch (error) {
            expect(error).toBeInstanceOf(YamlError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
