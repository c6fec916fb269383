import { nearest } from "../nearest.js";
import type { Price, PriceBook, PriceEntry } from "./price.js";
import { regionChain } from "./regions.js";

/** Where and when a price is asked for. */
export interface PlaceAndDate {
  readonly region: string;
  /** ISO date. */
  readonly date: string;
}

type PriceLookup =
  | { readonly state: "found"; readonly price: Price }
  /** Never a price of zero: the reason names what there is, and what to do. */
  | { readonly state: "missing"; readonly reason: string };

/**
 * The price that holds at a place on a day: a user's own before the book's, the region's own before its continent's
 * before `global`, and the newest of what holds that day.
 */
export function priceAt(book: PriceBook, id: string, at: PlaceAndDate): PriceLookup {
  const entry = book.entries.find((entry) => entry.id === id);
  if (entry === undefined) return missing(unknownId(book, id));
  if (entry.history.length === 0) return missing(nobodyKnows(entry));
  const chain = regionChain(at.region);
  const inRegion = entry.history.filter(({ region }) => chain.includes(region));
  if (inRegion.length === 0) return missing(notThere(entry, at.region));
  const holding = inRegion.filter((price) => holds(price, at.date));
  if (holding.length === 0) return missing(notThen(entry, inRegion, at));
  holding.sort(
    (a, b) =>
      Number(b.origin === "user") - Number(a.origin === "user") ||
      chain.indexOf(a.region) - chain.indexOf(b.region) ||
      (b.validFrom ?? "").localeCompare(a.validFrom ?? ""),
  );
  return { state: "found", price: holding[0]! };
}

function holds({ validFrom, validTo }: Price, date: string): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo);
}

const missing = (reason: string): PriceLookup => ({ state: "missing", reason });

function unknownId(book: PriceBook, id: string): string {
  const ids = book.entries.map(({ id }) => id);
  const near = nearest(id, ids);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${ids.join(", ")}`;
  return `the book has no price "${id}"; ${hint}`;
}

function nobodyKnows({ id, title, unit, assumption }: PriceEntry): string {
  const range = assumption
    ? ` (assumption, not a price: ${assumption.low} to ${assumption.high} ${unit}; ${assumption.statement})`
    : "";
  return `no public price of ${title} is known; give ${id} in ${unit} in prices.yaml${range}`;
}

function notThere({ id, history, unit }: PriceEntry, region: string): string {
  const regions = [...new Set(history.map((price) => price.region))].sort().join(", ");
  return `no price ${id} for region ${region}; there is one for ${regions}; give yours in ${unit} in prices.yaml`;
}

function notThen({ id }: PriceEntry, prices: readonly Price[], { region, date }: PlaceAndDate): string {
  const spans = prices.map(({ validFrom, validTo }) => `${validFrom ?? "any date"} to ${validTo ?? "now"}`);
  return `no price ${id} for region ${region} on ${date}; the book knows it from ${spans.join(", and from ")}`;
}
