/** What every total is made of: parts that are means over the draws, so that they add up to the mean total. */

import type { Decision } from "../model/decision/decide.js";
import { formatUsd } from "../model/format.js";

export const COST_COLUMNS = [
  "option",
  "work once",
  "+ people",
  "+ bills",
  "= over the horizon",
  "people a month",
] as const;

export const COST_CAPTION =
  "Means over the draws. People and bills are summed over the horizon and discounted; a month’s are not.";

/** Ranked options, the leader first; one row of texts each. */
export function costRows({ ranked }: Decision): string[][] {
  return ranked.map(({ option, cost, spread }) => [
    `${option.title}${option.isToday ? " (today)" : ""}`,
    formatUsd(cost.onceUsd, 3),
    formatUsd(cost.peopleUsd, 3),
    formatUsd(cost.billsUsd!, 3),
    formatUsd(spread.totalUsd.mean, 3),
    formatUsd(cost.peopleUsdPerMonth, 3),
  ]);
}
