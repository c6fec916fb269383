import { nearest } from "../nearest.js";
import { parseYaml, type YamlFields } from "../yaml-fields.js";
import { type OwnPlatform, readOwnPlatforms } from "./own-platforms.js";
import type { PriceFile } from "./parse-price-book.js";
import type { Price, PriceBook, PriceEntry } from "./price.js";
import { PRICE_KEYS, readDefaults, readHistory } from "./read-prices.js";
import { UNITS, type Unit, unitsLike } from "./units.js";

/** Beyond this factor of the book's price, a user's own is taken for a slip of the unit. */
const ABSURD_FACTOR = 1000;

/**
 * The book with a user's own prices before its own. Such a file has the form of the book's, by known id; `unit` and
 * `value` (or `tiers`, or a `history`) are enough: it then holds in every region and for every date. Besides, it may
 * describe platforms of their own.
 *
 * @param taken ids of platforms that there are
 * @throws YamlError that names every fault of the file
 */
export function withOverrides(
  book: PriceBook,
  { name, text }: PriceFile,
  taken: readonly string[] = [],
): PriceBook {
  const own = new Map<string, Price[]>();
  let platforms: readonly OwnPlatform[] = [];
  parseYaml(text, name, "prices:", (file) => {
    file.allowOnly(["defaults", "prices", "platforms"]);
    const stated = readDefaults(file);
    const defaults = { ...stated, source: stated.source ?? name };
    const prices = file.mapping("prices", "prices");
    for (const id of prices?.keys ?? []) {
      const fields = prices!.mapping(id, id);
      const entry = knownEntry(book, id, prices!);
      if (fields === undefined || entry === null) continue;
      fields.allowOnly(PRICE_KEYS.filter((key) => key !== "assumption"));
      const unit = readUnit(fields, entry);
      if (unit === undefined) continue;
      const what = { id, title: fields.text("title") ?? entry.title, unit };
      const history = readHistory(fields, what, defaults, "user");
      for (const price of history) noteAbsurd(fields, price, entry);
      own.set(id, history);
    }
    platforms = readOwnPlatforms(file, defaults, taken);
  });
  return {
    entries: [
      ...book.entries.map((entry) => ({
        ...entry,
        history: [...(own.get(entry.id) ?? []), ...entry.history],
      })),
      ...platforms.flatMap(({ entries }) => entries),
    ],
    ...(platforms.length > 0 ? { platforms: platforms.map(({ platform }) => platform) } : {}),
  };
}

function knownEntry(book: PriceBook, id: string, prices: YamlFields): PriceEntry | null {
  const entry = book.entries.find((entry) => entry.id === id);
  if (entry !== undefined) return entry;
  const ids = book.entries.map(({ id }) => id);
  const near = nearest(id, ids);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${ids.join(", ")}`;
  prices.fault(id, `unknown price "${id}"; ${hint}`);
  return null;
}

function readUnit(fields: YamlFields, entry: PriceEntry): Unit | undefined {
  const allowed = unitsLike(entry.unit);
  if (!fields.has("unit"))
    return fields.fault(null, `has no unit; the book's is ${entry.unit}, allowed are ${allowed.join(", ")}`);
  return fields.oneOf("unit", allowed);
}

/** A price that is a thousand times the book's, or a thousandth, is a wrong unit far more often than a contract. */
function noteAbsurd(fields: YamlFields, own: Price, { history }: PriceEntry): void {
  const theirs = Math.max(...history.map(highestPerMeasure), 0);
  const factor = highestPerMeasure(own) / theirs;
  if (theirs === 0 || factor === 0 || (factor <= ABSURD_FACTOR && factor >= 1 / ABSURD_FACTOR)) return;
  const book = history[0]!;
  const stated = Math.max(...book.tiers.map(({ value }) => value));
  fields.fault(
    "value",
    `value is ${Number(factor.toPrecision(2))} times the book's ${stated} ${book.unit}; check the unit ${own.unit}`,
  );
}

function highestPerMeasure({ tiers, unit }: Price): number {
  return Math.max(...tiers.map(({ value }) => value)) / UNITS[unit].size;
}
