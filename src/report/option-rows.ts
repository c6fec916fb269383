/** The options as a table: the same columns in the terminal, in Markdown and on the page. */

import type { Decision } from "../model/decision/decide.js";
import type { ExpectedCost } from "../model/decision/expected-cost.js";
import type { RankedOption } from "../model/decision/ranked-option.js";
import { formatShare, formatUsd } from "../model/format.js";
import { type BreakEven, breakEvenMonth, type CashFlow } from "../model/uncertainty/break-even.js";
import { meanOf } from "../model/uncertainty/spread.js";
import { p99Text } from "./tail.js";

export const OPTION_COLUMNS = [
  "option",
  "cost over the horizon",
  "5 % to 95 %",
  "bill a month",
  "p99",
  "cheapest in",
  "pays back",
] as const;

/** Ranked options, the leader first; one row of texts each. */
export function optionRows(decision: Decision): string[][] {
  return decision.ranked.map((ranked) => {
    const { option, spread, cheapest } = ranked;
    const { totalUsd, billUsd, p99Ms } = spread;
    return [
      `${option.title}${option.isToday ? " (today)" : ""}`,
      formatUsd(totalUsd.mean),
      `${formatUsd(totalUsd.p5)} to ${formatUsd(totalUsd.p95)}`,
      formatUsd(billUsd.mean),
      p99Text(option.target, p99Ms.p50),
      formatShare(cheapest),
      breakEvenText(breakEvenOf(decision, ranked), option.isToday),
    ];
  });
}

/**
 * When an option has paid for itself against staying, by the mean cost of both over the draws, as the total that they
 * are ranked by; null where staying has no price.
 */
export function breakEvenOf(decision: Decision, { cost }: Pick<RankedOption, "cost">): BreakEven | null {
  const today = [...decision.ranked, ...decision.excluded].find(({ option }) => option.isToday);
  const [mine, stays] = [flowOf(cost), today ? flowOf(today.cost) : null];
  if (mine === null || stays === null) return null;
  const { model, inputs } = decision.simulation;
  const discount = model.inputs.findIndex(({ id }) => id === "discountPercentPerYear");
  return breakEvenMonth(mine, stays, meanOf(inputs[discount]!));
}

function flowOf({ bill, onceUsd, peopleUsdPerMonth }: ExpectedCost): CashFlow | null {
  return bill === null ? null : { onceUsd, monthlyUsd: bill.totalUsd + peopleUsdPerMonth };
}

export function breakEvenText(even: BreakEven | null, isToday: boolean): string {
  if (isToday) return "–";
  switch (even?.state) {
    case undefined:
      return "unknown";
    case "always":
      return "at once";
    case "from":
      return `in month ${even.month.toLocaleString("en-US")}`;
    case "until":
      return even.month === 0 ? "never" : `until month ${even.month.toLocaleString("en-US")}`;
    case "never":
      return "never";
  }
}
