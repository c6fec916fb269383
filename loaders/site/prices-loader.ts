import { readPriceBook } from "../prices/read-prices.ts";

/** The price book, a user's own prices included, for the pages. */
export const pricesFile = (): string => JSON.stringify(readPriceBook());
