/** A bill, unfolded: every line as quantity × price, with who states the price and since when. */
import type { Bill, BillLine } from "../model/cost/bill.js";
import { countText, formatUsd } from "../model/format.js";

export const BILL_COLUMNS = ["line", "quantity", "price", "a month", "source"] as const;

/** @returns one row per line and the sum; the last cell is the source */
export function billRows({ lines, totalUsd }: Bill): string[][] {
  return [
    ...lines.map((line) => [
      line.label,
      `${countText(line.quantity)} ${plural(line)}`,
      line.stated,
      formatUsd(line.usd, 3),
      sourceText(line),
    ]),
    ["Sum", "", "", formatUsd(totalUsd, 3), ""],
  ];
}

export function plural({ unit, quantity }: BillLine): string {
  if (quantity === 1 || unit === "CPU-ms" || unit === "GB" || unit === "kWh") return unit;
  return `${unit}s`;
}

/** "…, since 2024-07-01, us-east-1, high confidence". */
export function sourceText({ source, validFrom, region, confidence, origin }: BillLine): string {
  const since = validFrom === null ? "" : `, since ${validFrom}`;
  const whose = origin === "user" ? "your own price" : `${confidence} confidence`;
  return `${source}${since}, ${region}, ${whose}`;
}

/** The prices that a bill rests on, each once: "Duration: 0.0000166667 USD/GB-second (source, since …)". */
export function priceSentences({ lines }: Bill): string[] {
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    if (line.usd === 0 || seen.has(`${line.priceId} ${line.stated}`)) return [];
    seen.add(`${line.priceId} ${line.stated}`);
    return [`${line.label}: ${line.stated} (${sourceText(line)})`];
  });
}
