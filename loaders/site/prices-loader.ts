import { readPriceBook } from "../prices/read-prices.ts";

/** Writes the price book, a user's own prices included, for the pages. */
export function writePrices(out: NodeJS.WritableStream): void {
  out.write(JSON.stringify(readPriceBook()));
}
