/** What a decision is made from, besides the scenario: evidence, platforms, prices. */
import { platformOf } from "../cost/platforms/index.js";
import type { CompileOptions, Platform } from "../cost/platforms/platform.js";
import type { PriceBook } from "../prices/price.js";
import { newestDate } from "../prices/regions.js";
import type { Scenario } from "../scenario/scenario.js";
import type { WorkloadEvidence } from "./evidence.js";

export interface Grounds {
  readonly evidence: WorkloadEvidence;
  /** In the scenario's order; the first is today's. */
  readonly platforms: readonly Platform[];
  readonly book: PriceBook;
  /** Where and when prices are looked up, and what of them is left out. */
  readonly compile: CompileOptions;
  /** When the user's own requests came, ms, sorted; they take the place of the scenario's arrivals. */
  readonly ownArrivalsMs?: Float64Array;
}

/** The part of a scenario that decides which platforms and prices it meets. */
export type GroundsFields = Pick<Scenario, "platforms" | "region" | "priceDate" | "freeTier">;

/** @throws RangeError for a platform that there is not */
export function groundsOf(evidence: WorkloadEvidence, book: PriceBook, scenario: GroundsFields): Grounds {
  return {
    evidence,
    platforms: scenario.platforms.map((id) => platformOf(id, book)),
    book,
    compile: compileOptionsOf(book, scenario),
  };
}

export function compileOptionsOf(
  book: PriceBook,
  scenario: Omit<GroundsFields, "platforms">,
): CompileOptions {
  return {
    region: scenario.region,
    date: scenario.priceDate || newestDate(book),
    freeTier: scenario.freeTier,
  };
}
