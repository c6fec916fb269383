/** Where the options stand at other traffic, by few draws or by all, as the flip search moves it. */

import type { Scenario } from "../scenario/scenario.js";
import { remembered } from "../uncertainty/remembered.js";
import { CRITERIA, type Criterion } from "./decision-model.js";
import { type FlipContext, standingsAt } from "./flip-conditions.js";
import type { FlipInput } from "./flip-inputs.js";
import { leaderAmong, type Standing } from "./leader.js";

export interface TrafficStandings {
  /** What the search may try, and where the traffic is now. */
  readonly input: FlipInput;
  /** By the few draws of the context: within some per cent. */
  roughly(requests: number): readonly Standing[];
  /** By all draws of the decision, for those that could be the cheapest; the others do not pass. Kept. */
  exactly(requests: number): readonly Standing[];
}

/** An option dearer than the cheapest by more than this by the few draws is not the cheapest by all of them. */
const CONTENDS_WITHIN = 1.1;
/** Nor does one pass a limit by all draws whose mean exceeds it by more than this by the few. */
const MAY_PASS_WITHIN = 2;

export function trafficStandings(context: FlipContext): TrafficStandings {
  const { decision, draws } = context;
  const input = context.inputs.find(({ id }) => id === "requestsPerMonth")!;
  const all = decision.simulation.draws;
  const roughly = (requests: number) => standingsAt(context, input, requests, { draws });
  const exactly = (requests: number) => {
    const rough = roughly(requests);
    if (draws >= all) return rough;
    const only = contenders(rough, decision.scenario);
    const exact = new Map(
      standingsAt(context, input, requests, { draws: all, only }).map((one) => [one.option.id, one]),
    );
    return rough.map((one) => exact.get(one.option.id) ?? { ...one, passes: false });
  };
  return { input, roughly, exactly: remembered(exactly) };
}

const COSTS = ["totalUsd", "billUsd"] as const satisfies readonly Criterion[];

/** Ids of the options that could be the cheapest in either cost. */
function contenders(standings: readonly Standing[], scenario: Scenario): ReadonlySet<string> {
  const able = standings.filter((one) => one.means.length > 0 && (one.passes || mayPass(one, scenario)));
  return new Set(
    COSTS.flatMap((cost) => {
      const usd = ({ means }: Standing) => means[CRITERIA.indexOf(cost)]!;
      const least = Math.min(...able.filter(({ passes }) => passes).map(usd));
      return able.filter((one) => usd(one) <= least * CONTENDS_WITHIN).map(({ option }) => option.id);
    }),
  );
}

function mayPass({ means }: Standing, { p99SloMs, coldSloMs, budgetUsdPerMonth }: Scenario): boolean {
  const limits = [
    ["p99Ms", p99SloMs],
    ["coldMs", coldSloMs],
    ["billUsd", budgetUsdPerMonth],
  ] as const;
  return limits.every(([criterion, limit]) => {
    const mean = means[CRITERIA.indexOf(criterion)]!;
    // A mean is infinite where a single draw is.
    return limit === null || mean === Number.POSITIVE_INFINITY || mean <= limit * MAY_PASS_WITHIN;
  });
}

/** The id of the cheapest that passes, by a cost; ties as in the ranking; "" for none. */
export function cheapestId(standings: readonly Standing[], usdOf: (standing: Standing) => number): string {
  const total = CRITERIA.indexOf("totalUsd");
  const byCost = standings.map((one) => ({
    ...one,
    means: one.means.map((mean, c) => (c === total ? usdOf(one) : mean)),
  }));
  return leaderAmong(byCost)?.id ?? "";
}
