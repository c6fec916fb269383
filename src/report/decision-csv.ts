/** The options as CSV, one row each, numbers unrounded and units in the column names. */
import type { Decision } from "../model/decision/decide.js";
import { csvText } from "./csv.js";
import { exclusionText } from "./decision-sentences.js";
import { tailJson } from "./tail.js";

export function decisionCsv({ ranked, excluded }: Decision): string {
  const rows: Record<string, string | number | boolean>[] = [
    ...ranked.map(({ option, spread, cheapest, fastest, dominatedBy, cost }, i) => ({
      rank: i + 1,
      ...nameOf(option),
      totalUsd: spread.totalUsd.mean,
      totalUsdP5: spread.totalUsd.p5,
      totalUsdP95: spread.totalUsd.p95,
      billUsdPerMonth: spread.billUsd.mean,
      p50Ms: spread.p50Ms.p50,
      p99Ms: spread.p99Ms.p50,
      p99Basis: tailJson(option.target).basis,
      coldMs: spread.coldMs.p50,
      cheapestShare: cheapest,
      fastestShare: fastest,
      onceUsd: cost.onceUsd,
      peopleUsd: cost.peopleUsd,
      billsUsd: cost.billsUsd!,
      peopleUsdPerMonth: cost.peopleUsdPerMonth,
      dominatedBy: dominatedBy?.title ?? "",
      excludedBecause: "",
    })),
    ...excluded.map((one) => ({ ...nameOf(one.option), excludedBecause: exclusionText(one) })),
  ];
  return csvText(
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  );
}

const COLUMNS = [
  ...["rank", "option", "title", "target", "platform", "isToday", "totalUsd", "totalUsdP5", "totalUsdP95"],
  ...["billUsdPerMonth", "p50Ms", "p99Ms", "p99Basis", "coldMs", "cheapestShare", "fastestShare", "onceUsd"],
  ...["peopleUsd", "billsUsd", "peopleUsdPerMonth", "dominatedBy", "excludedBecause"],
];

const nameOf = ({ id, title, target, platform, isToday }: Decision["ranked"][number]["option"]) => ({
  option: id,
  title,
  target: target.target,
  platform: platform.id,
  isToday,
});
