/** Who leads among options whose standings are known. */
import { CRITERIA } from "./decision-model.js";
import { REQUIRED_PROBABILITY } from "./gates.js";
import type { DecisionOption } from "./options.js";

/** Where an option stands by its own numbers; no other option has a part in it. */
export interface Standing {
  readonly option: DecisionOption;
  readonly passes: boolean;
  /** Share of the draws that keep the service level that fewest keep; 0 where a fixed gate excludes the option. */
  readonly kept: number;
  /** Mean over the draws of every criterion; empty where a fixed gate excludes the option. */
  readonly means: readonly number[];
}

const [TOTAL, P99] = [CRITERIA.indexOf("totalUsd"), CRITERIA.indexOf("p99Ms")];

/** What options are ordered by. */
export interface Place {
  /** Mean over the draws. */
  readonly totalUsd: number;
  /** Mean over the draws. */
  readonly p99Ms: number;
  readonly isToday: boolean;
}

/**
 * The order of options: by mean total cost, then mean p99, then today's option. A platform that
 * bills whole milliseconds bills two targets alike, and what their sums differ by then is rounding, which decides nothing.
 *
 * @returns negative where `a` comes first, positive where `b` does, 0 where neither does
 */
export function inOrder(a: Place, b: Place): number {
  return (
    ascending(a.totalUsd, b.totalUsd) || ascending(a.p99Ms, b.p99Ms) || Number(b.isToday) - Number(a.isToday)
  );
}

/** Far below any difference that a reader could act on, far above what a mean over draws loses in doubles. */
const ROUNDING = 1e-9;

/** Of numbers from 0 on; infinite ones are equal to each other. */
const ascending = (a: number, b: number) =>
  a === b || Math.abs(a - b) / Math.max(a, b) <= ROUNDING ? 0 : a - b;

/** The first of those that pass in the order of options; null where none passes. */
export function leaderAmong(standings: readonly Standing[]): DecisionOption | null {
  let leader: Standing | null = null;
  for (const standing of standings) {
    if (standing.passes && (leader === null || inOrder(placeOf(standing), placeOf(leader)) < 0))
      leader = standing;
  }
  return leader?.option ?? null;
}

/**
 * Few draws may be this far off: in the share that keeps a level, and in how two mean costs compare. At 128 draws the
 * presets are off by 0.07 and 0.9 % at most.
 */
const DOUBT = { kept: 0.12, cost: 1.03 } as const;

/**
 * Who leads by all draws: told from few of them where these leave no doubt. The cheapest are asked first, and the dearer
 * only where those break a level.
 *
 * @param few standings by few draws
 * @param all standings of the options named, by all draws
 * @param costDoubt how far few draws may be off in comparing two costs, as a factor
 */
export function sureLeader(
  few: readonly Standing[],
  all: (ids: ReadonlySet<string>) => readonly Standing[],
  costDoubt: number = DOUBT.cost,
): DecisionOption | null {
  const usd = ({ means }: Standing) => means[TOTAL]!;
  const sure = new Map<string, Standing>();
  let able = few.filter(({ means, kept }) => means.length > 0 && kept >= REQUIRED_PROBABILITY - DOUBT.kept);
  const passes = ({ option, kept }: Standing) =>
    sure.has(option.id) || kept >= REQUIRED_PROBABILITY + DOUBT.kept;
  for (;;) {
    const least = Math.min(...able.filter(passes).map(usd));
    const contenders = able.filter((one) => usd(one) <= least * costDoubt);
    const [only] = contenders;
    if (only === undefined) return null;
    if (contenders.length === 1 && passes(only)) return only.option;
    const asked = contenders.filter(({ option }) => !sure.has(option.id));
    // In the order of the list, which decides between equals.
    if (asked.length === 0) return leaderAmong(contenders.map(({ option }) => sure.get(option.id)!));
    const cheapest = Math.min(...asked.map(usd)) * costDoubt;
    for (const one of all(
      new Set(asked.filter((one) => usd(one) <= cheapest).map(({ option }) => option.id)),
    ))
      sure.set(one.option.id, one);
    able = able.filter(({ option }) => sure.get(option.id)?.passes ?? true);
  }
}

const placeOf = ({ means, option: { isToday } }: Standing): Place => ({
  totalUsd: means[TOTAL]!,
  p99Ms: means[P99]!,
  isToday,
});
