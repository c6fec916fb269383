import type { Price, PriceBook } from "../prices/price.js";
import { type PlaceAndDate, priceAt } from "../prices/price-at.js";
import type { Bill, BillLine } from "./bill.js";
import { linesBetween, linesOf, type Meter, usdBetween } from "./meter.js";
import { type MonthlyUsage, usageFaults } from "./usage.js";

/** A platform's prices, compiled for one region and date. */
export interface PlatformPricer {
  /** Dollars a month. The fast path: no allocation and no check of the usage. */
  readonly usd: (usage: Readonly<MonthlyUsage>) => number;
  /**
   * The same sum, line by line.
   *
   * @throws RangeError that names everything that is wrong with the usage
   */
  readonly bill: (usage: Readonly<MonthlyUsage>) => Bill;
  /** A new tally of many months, such as the draws of a simulation. */
  readonly tally: () => BillTally;
}

/** Adds months up, so that their mean bill can be unfolded: quantities are told apart by tier as they come in. */
interface BillTally {
  /** Dollars of this month, which is counted. */
  readonly usd: (usage: Readonly<MonthlyUsage>) => number;
  /**
   * Mean quantity × price, line by line, without notes; the sum is the mean of the months. At least one must have
   * been counted.
   */
  readonly mean: () => Omit<Bill, "notes">;
}

export type Compiled =
  | { readonly state: "priced"; readonly pricer: PlatformPricer }
  /** Unknown is never $0. */
  | { readonly state: "unpriced"; readonly reason: string };

type Usage = Readonly<MonthlyUsage>;

/** Something that is metered: a month's quantity of it has a price. */
export interface Charge {
  readonly label: string;
  readonly meter: Meter;
  /** Place of the charge that has used the same meter before this one, and those before it; this one starts where it ends. */
  readonly after?: number;
  /** Left out of a bill where there is none of it. */
  readonly optional?: boolean;
  /** Said after the source: what makes this a charge. */
  readonly because?: string;
}

/**
 * @param measure writes the month's quantity of each charge, by its place; one function for all of them, since
 * simulations call it millions of times
 */
export function pricerOf(
  charges: readonly Charge[],
  measure: (usage: Usage, amounts: Float64Array) => void,
  notes: (usage: Usage) => readonly string[] = () => [],
): PlatformPricer {
  const amounts = new Float64Array(charges.length);
  const meters = charges.map(({ meter }) => meter);
  const starts = Int32Array.from(charges, ({ after }) => after ?? -1);
  // Most months stay within the first tier: those are two numbers each, next to each other.
  const firstTo = Float64Array.from(meters, (meter) => meter[0]!.to);
  const firstUsd = Float64Array.from(meters, (meter) => meter[0]!.unitUsd);
  const startOf = (i: number): number => {
    const before = starts[i]!;
    return before < 0 ? 0 : startOf(before) + amounts[before]!;
  };
  return {
    usd: (usage) => {
      measure(usage, amounts);
      let usd = 0;
      for (let i = 0; i < amounts.length; i++) {
        const start = startOf(i);
        const end = start + amounts[i]!;
        usd += end <= firstTo[i]! ? amounts[i]! * firstUsd[i]! : usdBetween(meters[i]!, start, end);
      }
      return usd;
    },
    bill: (usage) => {
      const faults = usageFaults(usage);
      if (faults.length > 0) throw new RangeError(faults.join("\n"));
      measure(usage, amounts);
      const lines = charges.flatMap((charge, i) => {
        if (charge.optional && amounts[i] === 0) return [];
        const start = startOf(i);
        return explained(linesBetween(charge.meter, start, start + amounts[i]!, charge.label), charge);
      });
      return { totalUsd: sumOf(lines), lines, notes: notes(usage) };
    },
    tally: () => {
      const byTier = meters.map((meter) => new Float64Array(meter.length));
      let months = 0;
      return {
        usd: (usage) => {
          measure(usage, amounts);
          months++;
          let usd = 0;
          for (let i = 0; i < amounts.length; i++) {
            const start = startOf(i);
            const end = start + amounts[i]!;
            if (end <= firstTo[i]!) {
              byTier[i]![0]! += amounts[i]!;
              usd += amounts[i]! * firstUsd[i]!;
              continue;
            }
            const meter = meters[i]!;
            for (let t = 0; t < meter.length; t++) {
              const { from, to, unitUsd } = meter[t]!;
              const within = Math.min(end, to) - Math.max(start, from);
              if (!(within > 0)) continue;
              byTier[i]![t]! += within;
              usd += within * unitUsd;
            }
          }
          return usd;
        },
        mean: () => {
          const lines = charges.flatMap((charge, i) => {
            const quantities = byTier[i]!.map((sum) => sum / months);
            if (charge.optional && quantities.every((quantity) => quantity === 0)) return [];
            return explained(linesOf(charge.meter, quantities, charge.label), charge);
          });
          return { totalUsd: sumOf(lines), lines };
        },
      };
    },
  };
}

function explained(lines: BillLine[], { because }: Charge): BillLine[] {
  return because ? lines.map((line) => ({ ...line, source: `${line.source}; ${because}` })) : lines;
}

const sumOf = (lines: readonly BillLine[]) => lines.reduce((sum, { usd }) => sum + usd, 0);

/** A platform's prices by name, or why there are none: every price that is missing is named. */
export function pricesOf<Name extends string>(
  book: PriceBook,
  ids: Readonly<Record<Name, string>>,
  at: PlaceAndDate,
):
  | { readonly state: "found"; readonly prices: Readonly<Record<Name, Price>> }
  | { readonly state: "unpriced"; readonly reason: string } {
  const names = Object.keys(ids) as Name[];
  const lookups = names.map((name) => [name, priceAt(book, ids[name], at)] as const);
  const reasons = lookups.flatMap(([, lookup]) => (lookup.state === "missing" ? [lookup.reason] : []));
  if (reasons.length > 0) return { state: "unpriced", reason: reasons.join("; ") };
  const prices = lookups.flatMap(([name, lookup]) =>
    lookup.state === "found" ? [[name, lookup.price]] : [],
  );
  return { state: "found", prices: Object.fromEntries(prices) as Record<Name, Price> };
}

/** The number that an entry states which is no price: a step, a share, a free amount in its own measure. */
export const amountOf = (price: Price): number => price.tiers[0]!.value;

export const HOURS_PER_MONTH = 730;
export const BYTES_PER_GB = 1024 ** 3;
