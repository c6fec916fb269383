import type { Simulation } from "../uncertainty/model.js";
import { CRITERIA } from "./decision-model.js";
import type { DecisionOption } from "./options.js";
import type { ExcludedOption, RankedOption } from "./ranked-option.js";

/** Share of the draws in which the leader must beat its closest rival to be called a winner. An assumption. */
export const CLEAR = 0.75;
/** Expected loss over the leader's own cost below which it does not matter which one is taken. An assumption. */
export const NEGLIGIBLE_REGRET = 0.02;

export type Verdict =
  | {
      /**
       * clear: it beats its rival in enough of the draws. even: it does not, but being wrong would cost next to
       * nothing. unclear: neither; measure before deciding.
       */
      readonly state: "clear" | "even" | "unclear";
      readonly leader: DecisionOption;
      /** The next in the order that does not cost the same in every draw; null where nothing else is left. */
      readonly rival: DecisionOption | null;
      /** Share of the draws in which the leader costs less than the rival over the horizon. 1 without one. */
      readonly probability: number;
      /** Others of the ranked that cost the same as the leader in every draw; its place among them is by p99. */
      readonly twins: readonly DecisionOption[];
      /**
       * The expected loss from choosing now: what the leader costs more than the best of the ranked in each draw, on
       * average over all draws, those included in which it is the best itself.
       */
      readonly regretUsd: number;
      /** Share of the draws in which another of the ranked costs less than the leader; regret comes from these alone. */
      readonly wrongShare: number;
      /** Staying, if it passed the gates. */
      readonly stay: DecisionOption | null;
    }
  | {
      readonly state: "none";
      /** The gates that excluded options, those that excluded most first. */
      readonly gates: readonly string[];
    };

/** The cheapest over the horizon leads; it wins if it beats its rival in enough of the draws. */
export function verdictOf(
  ranked: readonly RankedOption[],
  excluded: readonly ExcludedOption[],
  { outcomes, draws }: Simulation,
  indices: readonly number[],
): Verdict {
  const leader = ranked[0]?.option;
  if (leader === undefined) return { state: "none", gates: blockers(excluded) };
  const stay = ranked.find(({ option }) => option.isToday)?.option ?? null;
  const total = CRITERIA.indexOf("totalUsd");
  const columns = indices.map((o) => outcomes[o]![total]!);
  const mine = columns[0]!;
  // A twin, which costs the same in every draw (two targets on the users' own devices), is no rival in cost.
  const differs = (column: Float64Array) => column.some((usd, d) => usd !== mine[d]);
  const twins = ranked.flatMap(({ option }, i) => (i > 0 && !differs(columns[i]!) ? [option] : []));
  const second = columns.findIndex((column, i) => i > 0 && differs(column));
  if (second < 0) {
    const rival = ranked[1]?.option ?? null;
    return {
      state: rival ? "even" : "clear",
      leader,
      rival,
      probability: rival ? 0.5 : 1,
      twins,
      regretUsd: 0,
      wrongShare: 0,
      stay,
    };
  }
  const rival = ranked[second]!.option;
  const theirs = columns[second]!;
  let won = 0;
  let regret = 0;
  let wrong = 0;
  for (let d = 0; d < draws; d++) {
    won += mine[d]! < theirs[d]! ? 1 : mine[d]! === theirs[d]! ? 0.5 : 0;
    let least = mine[d]!;
    for (const column of columns) if (column[d]! < least) least = column[d]!;
    regret += mine[d]! - least;
    if (least < mine[d]!) wrong++;
  }
  const probability = won / draws;
  const regretUsd = regret / draws;
  const even = regretUsd <= NEGLIGIBLE_REGRET * ranked[0]!.spread.totalUsd.mean;
  const state = probability >= CLEAR ? "clear" : even ? "even" : "unclear";
  return { state, leader, rival, probability, twins, regretUsd, wrongShare: wrong / draws, stay };
}

function blockers(excluded: readonly ExcludedOption[]): string[] {
  const counts = new Map<string, number>();
  for (const { gates } of excluded)
    for (const { gate, passed } of gates) if (passed === "no") counts.set(gate, (counts.get(gate) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([gate]) => gate);
}
