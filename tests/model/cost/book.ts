/** The shipped book's newest prices in us-east-1, for tests that are about bills. */

import { platformOf } from "../../../src/model/cost/platforms/index.ts";
import { type CompileOptions, exceededLimits } from "../../../src/model/cost/platforms/platform.ts";
import type { PlatformPricer } from "../../../src/model/cost/pricer.ts";
import { type MonthlyUsage, NO_USAGE } from "../../../src/model/cost/usage.ts";
import type { PriceBook } from "../../../src/model/prices/price.ts";
import { newestDate } from "../../../src/model/prices/regions.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";

export const HERE = { region: "us-east-1", date: newestDate(SHIPPED_BOOK) };

export function pricer(
  id: string,
  options: Partial<CompileOptions> = {},
  book: PriceBook = SHIPPED_BOOK,
): PlatformPricer {
  const compiled = platformOf(id).compile(book, { ...HERE, ...options });
  if (compiled.state === "unpriced") throw new Error(compiled.reason);
  return compiled.pricer;
}

export const usage = (overrides: Partial<MonthlyUsage>): MonthlyUsage => ({ ...NO_USAGE, ...overrides });

/** Label, quantity and dollars of each line. */
export function sheet(bill: ReturnType<PlatformPricer["bill"]>): [string, number, number][] {
  return bill.lines.map(({ label, quantity, usd }) => [label, quantity, usd]);
}

export const exceeded = (id: string, overrides: Partial<MonthlyUsage>): string[] =>
  exceededLimits(platformOf(id), usage(overrides));
