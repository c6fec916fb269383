import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPriceBook, usualPricesFile } from "../../loaders/prices/read-prices.ts";
import { pricesFile } from "../../loaders/site/prices-loader.ts";
import type { PriceBook } from "../../src/model/prices/price.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import { YamlError } from "../../src/model/yaml-fields.ts";

describe("the shipped book", () => {
  it("has a source and a date for every price, and an assumption where it has none", () => {
    for (const { id, history, assumption } of SHIPPED_BOOK.entries) {
      expect([id, history.length > 0]).toEqual([id, assumption === null]);
      for (const { source, validFrom } of history) {
        expect(source.length).toBeGreaterThan(10);
        expect(validFrom).toMatch(/^20\d\d-\d\d-\d\d$/);
      }
    }
  });
});

describe("readPriceBook", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "portolan-prices-"));
  });
  afterEach(() => {
    delete process.env.PORTOLAN_PRICES;
    rmSync(folder, { recursive: true, force: true });
  });

  function userFile(text: string): string {
    const path = join(folder, "mine.yaml");
    writeFileSync(path, text);
    return path;
  }

  it("puts a user's prices before the book's, and names the file as their source", () => {
    const book = readPriceBook(userFile("prices: { energy: { unit: USD/kWh, value: 0.3 } }"));
    const energy = book.entries.find(({ id }) => id === "energy")!;
    expect(energy.history.map(({ source, origin }) => [source, origin])).toEqual([
      ["mine.yaml", "user"],
      [expect.stringContaining("EIA"), "book"],
    ]);
  });

  it("names every fault with the file and line", () => {
    const path = userFile(
      "prices:\n  energy: { unit: USD/kWh, value: -1 }\n  coal: { unit: USD/kWh, value: 1 }",
    );
    expect(() => readPriceBook(path)).toThrow(YamlError);
    expect(() => readPriceBook(path)).toThrow(
      /^mine.yaml:2: energy: value is -1 .*\nmine.yaml:3: prices: unknown price "coal"/,
    );
  });

  it("says when there is no such file", () => {
    const path = join(folder, "none.yaml");
    expect(() => readPriceBook(path)).toThrow(`there is no price file ${path}; give the path of a YAML file`);
  });

  it("gives the pages the book with a user's prices in it", () => {
    process.env.PORTOLAN_PRICES = userFile("prices: { energy: { unit: USD/kWh, value: 0.3 } }");
    expect(usualPricesFile()).toBe(process.env.PORTOLAN_PRICES);
    const book = JSON.parse(pricesFile()) as PriceBook;
    expect(book).toEqual(readPriceBook());
    expect(book.entries.find(({ id }) => id === "energy")!.history[0]!.origin).toBe("user");
  });
});
