import type { Price, PriceConfidence } from "../prices/price.js";

/** One line of a bill: quantity × price, and who says so. */
export interface BillLine {
  readonly label: string;
  readonly quantity: number;
  /** What the quantity counts, in the singular. */
  readonly unit: string;
  /** Per unit. */
  readonly priceUsd: number;
  readonly usd: number;
  /** The price as its source states it: "0.20 USD/1M requests". */
  readonly stated: string;
  readonly priceId: string;
  readonly region: string;
  /** Null for a user's own price that holds for every date. */
  readonly validFrom: string | null;
  readonly source: string;
  readonly confidence: PriceConfidence;
  readonly origin: Price["origin"];
}

export interface Bill {
  readonly totalUsd: number;
  readonly lines: readonly BillLine[];
  /** What the reader must know to believe the sum: sizes chosen, limits exceeded, what is left out. */
  readonly notes: readonly string[];
}
