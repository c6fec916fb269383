/** The price book: dated statements of what things cost, each with its region, source, and how sure we are of it. */
import type { TraitPlatform } from "../cost/platforms/traits.js";
import type { Unit } from "./units.js";

export const CONFIDENCES = ["high", "medium", "low"] as const;
export type PriceConfidence = (typeof CONFIDENCES)[number];

/** Holds everywhere; what a seller without regions charges. */
export const EVERYWHERE = "global";

/** A part of a month's quantity and what it costs there. */
export interface Tier {
  /** Where the tier ends, in the unit's own denominator (millions of requests for `USD/1M requests`); null: never. */
  readonly upTo: number | null;
  /** US dollars per unit, or the stated amount where the unit is no price. */
  readonly value: number;
}

/** What one source states of one thing in one region, from one date on. */
export interface Price {
  readonly id: string;
  /** What is paid for, as a line of a bill names it. */
  readonly title: string;
  readonly unit: Unit;
  /** At least one; the last has no end. A flat price is a single tier. */
  readonly tiers: readonly Tier[];
  readonly region: string;
  /** First day, ISO date. Null in a user's own price that holds for every date. */
  readonly validFrom: string | null;
  /** Last day, ISO date; null while it holds. */
  readonly validTo: string | null;
  readonly source: string;
  readonly confidence: PriceConfidence;
  /** A user's own price goes before the book's. */
  readonly origin: "book" | "user";
}

/** What lacks a public price: what to give, and the range to think in. An assumption, never used as a price. */
export interface Assumption {
  readonly low: number;
  readonly high: number;
  readonly statement: string;
}

export interface PriceEntry {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** By region, then date; a user's own prices first. Empty where only a user can know the price. */
  readonly history: readonly Price[];
  readonly assumption: Assumption | null;
}

/** Plain data: it survives JSON. */
export interface PriceBook {
  readonly entries: readonly PriceEntry[];
  /** A user's own, with prices among the entries; absent where there are none. */
  readonly platforms?: readonly TraitPlatform[];
}
