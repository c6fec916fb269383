/** What each option costs a month over the traffic, and where the cheapest changes. At the centre of every range. */

import { centre } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { findFlips } from "../uncertainty/find-flips.js";
import { type CentralValues, centralEvaluation } from "./central-evaluation.js";
import type { Decision } from "./decide.js";
import { annuity } from "./people.js";

/** bill: the platform's invoice. total: with people, what is paid once spread over the horizon. */
export const BASES = ["total", "bill"] as const;
export type CostBasis = (typeof BASES)[number];

export interface TrafficLine {
  readonly option: string;
  /** USD a month at each of the curve's points. */
  readonly usd: readonly number[];
  /** Whether it keeps the scenario's limits there. */
  readonly keeps: readonly boolean[];
}

export interface TrafficCrossing {
  readonly requests: number;
  readonly usd: number;
  /** Options that are cheapest just below and above; null where none keeps the limits. */
  readonly below: string | null;
  readonly above: string | null;
}

export interface TrafficCurve {
  readonly basis: CostBasis;
  /** Requests a month, ascending. */
  readonly requests: readonly number[];
  readonly now: number;
  readonly lines: readonly TrafficLine[];
  readonly crossings: readonly TrafficCrossing[];
}

/** Three decades to either side of today's traffic. */
const DECADES = 3;
const POINTS = 73;
const LEAST = 1;
const MOST = 1e12;

export function trafficCurve(decision: Decision, basis: CostBasis): TrafficCurve {
  const { scenario, simulated } = decision;
  const now = centre(scenario.requestsPerMonth);
  const from = Math.max(LEAST, now / 10 ** DECADES);
  const to = Math.min(MOST, now * 10 ** DECADES);
  const evaluate = centralEvaluation(decision, "requestsPerMonth");
  const months = annuity(centre(scenario.horizonMonths), centre(scenario.discountPercentPerYear));
  const usdOf = (values: CentralValues, o: number) =>
    basis === "bill" ? values(o, "billUsd") : values(o, "totalUsd") / months;
  const requests = Array.from({ length: POINTS }, (_, i) => from * (to / from) ** (i / (POINTS - 1)));
  const lines = simulated.map(({ id }) => ({ option: id, usd: [] as number[], keeps: [] as boolean[] }));
  for (const traffic of requests) {
    const values = evaluate(traffic);
    lines.forEach((line, o) => {
      line.usd.push(usdOf(values, o));
      line.keeps.push(keepsLimits(scenario, values, o));
    });
  }
  /** Index of the cheapest that keeps the limits, as text; "" for none. */
  const cheapest = (traffic: number): string => {
    const values = evaluate(traffic);
    let best = -1;
    for (let o = 0; o < simulated.length; o++)
      if (keepsLimits(scenario, values, o) && (best < 0 || usdOf(values, o) < usdOf(values, best))) best = o;
    return best < 0 ? "" : String(best);
  };
  const { down, up } = findFlips({
    ...{ from, to, scale: "log", current: now, valueAt: cheapest },
    ...{ steps: POINTS, tolerance: 0.002, maxEvaluations: 2000 },
  });
  const idOf = (index: string) => (index === "" ? null : simulated[Number(index)]!.id);
  const crossings = [...down.toReversed(), ...up].map(({ at, below, above }): TrafficCrossing => {
    const at0 = above === "" ? below : above;
    return { requests: at, usd: usdOf(evaluate(at), Number(at0)), below: idOf(below), above: idOf(above) };
  });
  return { basis, requests, now, lines, crossings };
}

function keepsLimits(scenario: Scenario, values: CentralValues, o: number): boolean {
  const { p99SloMs, coldSloMs, budgetUsdPerMonth } = scenario;
  return (
    values(o, "p99Ms") <= (p99SloMs ?? Number.POSITIVE_INFINITY) &&
    values(o, "coldMs") <= (coldSloMs ?? Number.POSITIVE_INFINITY) &&
    values(o, "billUsd") <= (budgetUsdPerMonth ?? Number.POSITIVE_INFINITY)
  );
}
