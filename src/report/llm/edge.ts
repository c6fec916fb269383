/** What a small model at the edge, with the full one to fall back on, does to bill and latency. */
import type { Decision } from "../../model/decision/decide.js";
import type { ExcludedOption, RankedOption } from "../../model/decision/ranked-option.js";
import { formatShare, formatUsd } from "../../model/format.js";
import { centre } from "../../model/scenario/range.js";
import { latencyText } from "../tail.js";

type Judged = RankedOption | ExcludedOption;

/** An option without and with a small model before it. */
export interface EdgeRow {
  readonly without: Judged;
  readonly with: Judged;
}

/** @param full, hybrid the same decision without and with a share of answers from a small model; options in the order of the first */
export function edgeRows(full: Decision, hybrid: Decision): EdgeRow[] {
  const after = new Map([...hybrid.ranked, ...hybrid.excluded].map((one) => [one.option.id, one]));
  return [...full.ranked, ...full.excluded].flatMap((without) => {
    const one = after.get(without.option.id);
    return one && !one.option.platform.onDevice && without.cost.bill && one.cost.bill
      ? [{ without, with: one }]
      : [];
  });
}

export const EDGE_COLUMNS = ["option", "bill a month", "median", "p99"] as const;

export const edgeTexts = (rows: readonly EdgeRow[]): string[][] =>
  rows.map((row) => [
    row.without.option.title,
    change(row, ({ cost }) => formatUsd(cost.bill!.totalUsd)),
    change(row, ({ central }) => latencyText(central.outcome.p50Ms)),
    change(row, ({ central }) => latencyText(central.outcome.p99Ms)),
  ]);

function change(row: EdgeRow, text: (one: Judged) => string): string {
  const [before, after] = [text(row.without), text(row.with)];
  return before === after ? before : `${before} → ${after}`;
}

/** "With 60 % of the answers from a small model at the edge, llama.cpp on … is billed $12 instead of $30 a month; …" */
export function edgeFinding(rows: readonly EdgeRow[], { scenario }: Pick<Decision, "scenario">): string {
  // What nobody timed has nothing to tell of latency.
  const first = rows.find(({ without }) => without.option.isToday) ?? rows[0];
  if (!first) return "Nothing that has a price sends requests to a platform under these conditions.";
  const share = formatShare(centre(scenario.edgeAnsweredPercent) / 100);
  const { without, with: after } = first;
  const [before, now] = [without.cost.bill!.totalUsd, after.cost.bill!.totalUsd].map((usd) => formatUsd(usd));
  const bill =
    before === now ? `is billed ${now} a month as before` : `is billed ${now} instead of ${before} a month`;
  const [was, is] = [without.central.outcome, after.central.outcome];
  const median = `the median answer comes after ${latencyText(is.p50Ms)} instead of ${latencyText(was.p50Ms)}`;
  const p99 = `the p99 is ${latencyText(is.p99Ms)} instead of ${latencyText(was.p99Ms)}`;
  // Where fewer requests queue, it may fall all the same.
  const because = is.p99Ms > was.p99Ms ? ", since what is sent on has been tried at the edge before" : "";
  return `With ${share} of the answers from a small model at the edge, ${without.option.title} ${bill}; ${median}; ${p99}${because}.`;
}

/** What these figures leave out. */
export const EDGE_REMARK =
  "How many requests a small model may answer is yours to find out: its answers were not compared with the full one’s. Reserved servers fall with the peak that is left, in whole servers. Delivering the small model to its devices, and their energy, is not billed.";
