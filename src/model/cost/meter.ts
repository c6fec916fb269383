import type { Price } from "../prices/price.js";
import { UNITS } from "../prices/units.js";
import type { BillLine } from "./bill.js";

/** A part of a month's quantity at one price per unit of the measure. */
interface MeterTier {
  readonly from: number;
  /** Infinity for the last. */
  readonly to: number;
  readonly unitUsd: number;
  readonly price: Price;
  readonly value: number;
}

/** A price compiled for summing: quantities in the measure itself (requests, not millions of them). */
export type Meter = readonly MeterTier[];

/**
 * @param free an amount per month that costs nothing, stated as a price entry of its own (the free tier). It is taken
 * from the first tier, whose end stays where it is.
 */
export function meterOf(price: Price, free: Price | null = null): Meter {
  const { size } = UNITS[price.unit];
  const freeTo = free === null ? 0 : free.tiers[0]!.value * UNITS[free.unit].size;
  let from = freeTo;
  const tiers: MeterTier[] =
    free === null ? [] : [{ from: 0, to: freeTo, unitUsd: 0, price: free, value: 0 }];
  for (const { upTo, value } of price.tiers) {
    const to = upTo === null ? Number.POSITIVE_INFINITY : upTo * size;
    if (to <= from) continue;
    tiers.push({ from, to, unitUsd: value / size, price, value });
    from = to;
  }
  return tiers;
}

/** Dollars for the quantity between two readings of the meter in one month. */
export function usdBetween(meter: Meter, start: number, end: number): number {
  let usd = 0;
  for (let i = 0; i < meter.length; i++) {
    const tier = meter[i]!;
    if (tier.from >= end) break;
    const low = start > tier.from ? start : tier.from;
    const high = end < tier.to ? end : tier.to;
    if (high > low) usd += (high - low) * tier.unitUsd;
  }
  return usd;
}

/**
 * The same sum, a line for each tier that it reaches; one line of quantity 0 where there is no quantity. A label names
 * the tier unless all of it lies in a first tier that is paid.
 */
export function linesBetween(meter: Meter, start: number, end: number, label: string): BillLine[] {
  const quantities = meter.map(({ from, to }) => Math.max(0, Math.min(end, to) - Math.max(start, from)));
  return linesOf(meter, quantities, label, start);
}

/**
 * The lines of quantities that are told apart by tier already, such as the means over many months.
 *
 * @param start where the meter stood before; it says which tier an empty line shows
 */
export function linesOf(meter: Meter, quantities: ArrayLike<number>, label: string, start = 0): BillLine[] {
  const reached = meter.flatMap((tier, i) =>
    quantities[i]! > 0 ? [{ tier, quantity: quantities[i]! }] : [],
  );
  const shown = reached.length > 0 ? reached : [{ tier: meter.find(({ to }) => start < to)!, quantity: 0 }];
  const plainLabel = shown.length === 1 && shown[0]!.tier === meter[0] && meter[0]!.unitUsd > 0;
  return shown.map(({ tier, quantity }) => {
    const { price, unitUsd } = tier;
    return {
      label: plainLabel || meter.length === 1 ? label : `${label} (${spanOf(tier)})`,
      quantity,
      unit: measureOf(meter),
      priceUsd: unitUsd,
      usd: quantity * unitUsd,
      stated: unitUsd === 0 ? freeText(tier) : `${plain(tier.value)} ${price.unit}`,
      priceId: price.id,
      region: price.region,
      validFrom: price.validFrom,
      source: price.source,
      confidence: price.confidence,
      origin: price.origin,
    };
  });
}

function measureOf(meter: Meter): string {
  return UNITS[meter.at(-1)!.price.unit].measure;
}

function freeText({ price, to }: MeterTier): string {
  return to === Number.POSITIVE_INFINITY ? `0 ${price.unit}` : "included";
}

/** "first 6B", "next 9B", "over 15B". */
function spanOf({ from, to, unitUsd }: MeterTier): string {
  if (to === Number.POSITIVE_INFINITY) return `over ${short(from)}`;
  return `${from === 0 ? "first" : "next"} ${short(to - from)}${unitUsd === 0 ? ", free" : ""}`;
}

function short(amount: number): string {
  for (const [size, suffix] of [
    [1e9, "B"],
    [1e6, "M"],
  ] as const)
    if (amount >= size) return `${Number((amount / size).toPrecision(6))}${suffix}`;
  return amount.toLocaleString("en-US");
}

/** A price in full, since rounding it would hide what is multiplied. */
function plain(value: number): string {
  return value >= 0.01 ? String(value) : value.toFixed(12).replace(/0+$/, "");
}
