// `npm run docs`: writes what is made from declarations in the code and from YAML files. A test keeps them together.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DEFAULT_SCENARIO } from "../../src/model/scenario/scenario.ts";
import { projectRoot } from "../paths.ts";
import { readShippedBook } from "../prices/read-prices.ts";
import { formatsDocument } from "./formats.ts";
import { licencesDocument } from "./licences.ts";
import { presetsModule, readPresets } from "./presets.ts";
import { pricesDocument, shippedBookModule } from "./prices.ts";
import { scenariosDocument } from "./scenarios.ts";
import { storeDocument } from "./store.ts";

/** Path from the project's root, and what has to be in the file. */
export function written(): (readonly [path: string, text: string])[] {
  const book = readShippedBook();
  const shipped = readPresets();
  const presets = shipped.map(({ id, states }) => ({ id, scenario: { ...DEFAULT_SCENARIO, ...states } }));
  return [
    ["src/model/prices/shipped-book.ts", shippedBookModule(book)],
    ["src/model/scenario/shipped-presets.ts", presetsModule(shipped)],
    ["docs/formats.md", formatsDocument()],
    ["docs/licences.md", licencesDocument()],
    ["docs/prices.md", pricesDocument(book)],
    ["docs/scenarios.md", scenariosDocument(presets)],
    ["docs/store.md", storeDocument()],
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const [path, text] of written()) writeFileSync(join(projectRoot, path), text);
