import { EVERYWHERE, type PriceBook } from "./price.js";

/**
 * Where a price for a region may be stated, the most particular first: `us-east-1`, its continent `us` (price sheets
 * of networks and of electricity know no more), `global`.
 */
export function regionChain(region: string): string[] {
  const continent = region.split("-")[0]!;
  return [...new Set([region, continent, EVERYWHERE])];
}

/** Regions that the book names, in alphabetical order: a scenario may choose among them. */
export function regionsOf(book: PriceBook): string[] {
  return [...new Set(book.entries.flatMap(({ history }) => history.map(({ region }) => region)))].sort();
}

/** The newest date from which a price of the book holds: "as of now" for a model without a clock. */
export function newestDate(book: PriceBook): string {
  const dates = book.entries.flatMap(({ history }) => history.map(({ validFrom }) => validFrom ?? ""));
  return dates.reduce((newest, date) => (date > newest ? date : newest), "");
}
