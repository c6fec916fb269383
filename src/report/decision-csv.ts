/** The options as CSV, one row each: as many digits as the page and the record have, units in the column names. */
import type { Decision } from "../model/decision/decide.js";
import type { ExpectedCost } from "../model/decision/expected-cost.js";
import type { TokenCosts } from "../model/decision/token-costs.js";
import { roundedShare, significant } from "../model/format.js";
import { csvText } from "./csv.js";
import { exclusionText } from "./decision-sentences.js";
import { tailJson } from "./tail.js";

/** @returns the ranked options, cheapest first, then those that fail a requirement, which are known by their means alone */
export function decisionCsv({ ranked, excluded }: Decision, tokenCosts: readonly TokenCosts[] = []): string {
  const tokensOf = (id: string) => {
    const cost = tokenCosts.find(({ option }) => option.id === id);
    return (
      cost && { inUsdPerMillion: significant(cost.inUsd, 3), outUsdPerMillion: significant(cost.outUsd, 3) }
    );
  };
  const rows: Record<string, string | number | boolean | null | undefined>[] = [
    ...ranked.map(({ option, spread, cheapest, fastest, dominatedBy, cost }, i) => ({
      rank: i + 1,
      ...nameOf(option),
      totalUsd: significant(spread.totalUsd.mean),
      totalUsdP5: significant(spread.totalUsd.p5),
      totalUsdP95: significant(spread.totalUsd.p95),
      billUsdPerMonth: significant(spread.billUsd.mean),
      p50Ms: significant(spread.p50Ms.p50, 3),
      p99Ms: significant(spread.p99Ms.p50, 3),
      coldMs: significant(spread.coldMs.p50, 3),
      cheapestShare: roundedShare(cheapest),
      fastestShare: roundedShare(fastest),
      ...costOf(cost),
      ...tokensOf(option.id),
      dominatedBy: dominatedBy?.title ?? "",
      excludedBecause: "",
    })),
    ...excluded.map((one) => {
      const { option, cost, central } = one;
      const { bill, onceUsd, peopleUsd, billsUsd } = cost;
      return {
        ...nameOf(option),
        totalUsd: billsUsd === null ? null : significant(onceUsd + peopleUsd + billsUsd),
        billUsdPerMonth: bill === null ? null : significant(bill.totalUsd),
        p50Ms: significant(central.outcome.p50Ms, 3),
        p99Ms: significant(central.outcome.p99Ms, 3),
        coldMs: significant(central.outcome.coldMs, 3),
        ...costOf(cost),
        ...tokensOf(option.id),
        dominatedBy: "",
        excludedBecause: exclusionText(one),
      };
    }),
  ];
  return csvText(
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  );
}

const COLUMNS = [
  ...["rank", "option", "title", "target", "platform", "isToday", "totalUsd", "totalUsdP5", "totalUsdP95"],
  ...["billUsdPerMonth", "p50Ms", "p99Ms", "p99Basis", "coldMs", "cheapestShare", "fastestShare", "onceUsd"],
  ...[
    "peopleUsd",
    "billsUsd",
    "peopleUsdPerMonth",
    "inUsdPerMillion",
    "outUsdPerMillion",
    "dominatedBy",
    "excludedBecause",
  ],
];

const nameOf = ({ id, title, target, platform, isToday }: Decision["ranked"][number]["option"]) => ({
  option: id,
  title,
  target: target.target,
  platform: platform.id,
  isToday,
  p99Basis: tailJson(target).basis,
});

const costOf = ({ onceUsd, peopleUsd, billsUsd, peopleUsdPerMonth }: ExpectedCost) => ({
  onceUsd: significant(onceUsd, 3),
  peopleUsd: significant(peopleUsd, 3),
  billsUsd: billsUsd === null ? null : significant(billsUsd, 3),
  peopleUsdPerMonth: significant(peopleUsdPerMonth, 3),
});
