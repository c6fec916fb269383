import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { PLATFORMS } from "../../src/model/cost/platforms/index.ts";
import { withOverrides } from "../../src/model/prices/overrides.ts";
import { parsePriceBook } from "../../src/model/prices/parse-price-book.ts";
import type { PriceBook } from "../../src/model/prices/price.ts";
import { MOST_YAML_BYTES } from "../../src/model/yaml-fields.ts";
import { readNamedFile } from "../files/named-file.ts";
import { projectRoot, userRoot } from "../paths.ts";
import { usualFile } from "../project.ts";

const bookFolder = join(projectRoot, "src", "model", "prices", "book");

/** The book as it ships, from its YAML files. */
export function readShippedBook(): PriceBook {
  const names = readdirSync(bookFolder)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  return parsePriceBook(names.map((name) => ({ name, text: readFileSync(join(bookFolder, name), "utf8") })));
}

/** Where a user's own prices lie unless said otherwise: as the project says, else in its `prices.yaml`. */
export function usualPricesFile(): string | null {
  const path = join(userRoot(), "prices.yaml");
  return usualFile("prices") ?? (existsSync(path) ? path : null);
}

/**
 * The book with a user's own prices before its own.
 *
 * @param path of a user's file (`--prices`); the usual one if left out, or null for none
 * @throws YamlError that names every fault, or an Error where there is no such file
 */
export function readPriceBook(path: string | null = usualPricesFile()): PriceBook {
  const book = readShippedBook();
  if (path === null) return book;
  const bytes = readNamedFile(path, {
    what: "price file",
    give: "give the path of a YAML file (docs/prices.md), or none",
    mostBytes: MOST_YAML_BYTES,
  });
  const inProject = relative(userRoot(), path);
  const name = inProject.startsWith("..") ? basename(path) : inProject;
  return withOverrides(
    book,
    { name, text: bytes.toString("utf8") },
    PLATFORMS.map(({ id }) => id),
  );
}
