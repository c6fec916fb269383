import { readYaml, YamlError, type YamlFault, type YamlFields } from "../yaml-fields.js";
import type { Assumption, PriceBook, PriceEntry } from "./price.js";
import { PRICE_KEYS, readDefaults, readHistory } from "./read-prices.js";
import { UNITS, type Unit } from "./units.js";

export interface PriceFile {
  /** For messages. */
  readonly name: string;
  readonly text: string;
}

const ALL_UNITS = Object.keys(UNITS) as Unit[];

/**
 * The price book from its YAML files.
 *
 * @throws YamlError that names every fault of every file
 */
export function parsePriceBook(files: readonly PriceFile[]): PriceBook {
  const faults: YamlFault[] = [];
  const entries: PriceEntry[] = [];
  for (const { name, text } of files) {
    const file = readYaml(text, name, "prices:", faults);
    if (file === null) continue;
    file.allowOnly(["defaults", "prices"]);
    const defaults = readDefaults(file);
    const prices = file.mapping("prices", "prices");
    for (const id of prices?.keys ?? []) {
      const fields = prices!.mapping(id, id);
      if (fields === undefined) continue;
      if (entries.some((entry) => entry.id === id))
        fields.fault(null, "is in the book already; keep one of the two");
      const entry = readEntry(id, fields, (what) => readHistory(fields, what, defaults, "book"));
      if (entry !== null) entries.push(entry);
    }
  }
  if (faults.length > 0) throw new YamlError(faults);
  return { entries };
}

function readEntry(
  id: string,
  fields: YamlFields,
  history: (what: Pick<PriceEntry, "id" | "title" | "unit">) => PriceEntry["history"],
): PriceEntry | null {
  fields.allowOnly(PRICE_KEYS);
  const [title, unit] = [fields.text("title"), fields.oneOf("unit", ALL_UNITS)];
  if (!fields.has("title")) fields.fault(null, "has no title; say what is paid for");
  if (!fields.has("unit")) fields.fault(null, `has no unit; allowed are ${ALL_UNITS.join(", ")}`);
  if (unit === undefined) return null;
  const what = { id, title: title ?? id, unit };
  const assumption = readAssumption(fields);
  return { ...what, assumption, history: assumption ? [] : history(what) };
}

function readAssumption(entry: YamlFields): Assumption | null {
  const fields = entry.mapping("assumption");
  if (fields === undefined) return null;
  fields.allowOnly(["low", "high", "statement"]);
  const [low, high, statement] = [fields.number("low"), fields.number("high"), fields.text("statement")];
  if (low === undefined || high === undefined || statement === undefined || !(low >= 0 && low <= high)) {
    fields.fault(null, "an assumption has a low, a high that is no less, and a statement");
    return null;
  }
  return { low, high, statement };
}
