/** What a seller gives away each month. Where no free amount is known, none is counted, and a note says so. */
import type { Price, PriceBook } from "../prices/price.js";
import { priceAt } from "../prices/price-at.js";
import type { CompileOptions } from "./platforms/platform.js";

interface FreeTier<Name extends string> {
  /** Null where the scenario does not count the free tier, or the book knows none there. */
  readonly prices: Readonly<Record<Name, Price | null>>;
  readonly notes: readonly string[];
}

export function freeTierOf<Name extends string>(
  book: PriceBook,
  options: CompileOptions,
  ids: Readonly<Record<Name, string>>,
): FreeTier<Name> {
  const names = Object.keys(ids) as Name[];
  const notes: string[] = [];
  const prices = Object.fromEntries(
    names.map((name) => {
      if (!options.freeTier) return [name, null];
      const lookup = priceAt(book, ids[name], options);
      if (lookup.state === "found") return [name, lookup.price];
      notes.push(`No free tier is counted for ${ids[name]}: ${lookup.reason}`);
      return [name, null];
    }),
  );
  return { prices: prices as Record<Name, Price | null>, notes };
}
