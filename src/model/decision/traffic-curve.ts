/**
 * What each option costs a month over the traffic, and where the cheapest that passes the gates changes: by means over
 * the draws, as the ranking and the flip conditions have it.
 */

import { findFlips } from "../uncertainty/find-flips.js";
import { meanOf } from "../uncertainty/spread.js";
import type { Decision } from "./decide.js";
import { CRITERIA } from "./decision-model.js";
import type { FlipContext } from "./flip-conditions.js";
import type { FlipInput } from "./flip-inputs.js";
import { leaderAmong, type Standing, sureLeader } from "./leader.js";
import { annuity } from "./people.js";
import { type TrafficStandings, trafficStandings } from "./traffic-standings.js";

/** bill: the platform's invoice. total: with people, what is paid once spread over the horizon. */
export const BASES = ["total", "bill"] as const;
export type CostBasis = (typeof BASES)[number];

export interface TrafficLine {
  readonly option: string;
  /** Mean over the draws, USD a month, at each of the curve's points; NaN where a fixed gate excludes it. */
  readonly usd: readonly number[];
  /** Whether it passes the scenario's gates there. */
  readonly passes: readonly boolean[];
}

export interface TrafficCrossing {
  readonly requests: number;
  readonly usd: number;
  /** Options that are cheapest just below and above; null where none passes the gates. */
  readonly below: string | null;
  readonly above: string | null;
}

export interface TrafficCurve {
  readonly basis: CostBasis;
  /** Requests a month, ascending: all that the flip search may try. */
  readonly requests: readonly number[];
  readonly now: number;
  readonly lines: readonly TrafficLine[];
  /** Ascending; each is placed with all draws of the decision. */
  readonly crossings: readonly TrafficCrossing[];
  /** Draws behind the lines. */
  readonly draws: number;
}

/** About 12 % from one point to the next over six decades. */
const POINTS = 121;
/** How exactly a crossing is placed, relative to it. */
const TOLERANCE = 0.002;
/** As for the flips: who leads over less than this, relative to the traffic, leads nowhere that a reader could aim at. */
const LEAST_STRETCH = 0.025;

/** One curve per basis at once; `trafficCurveSteps` is for callers that must not block for long. */
export function trafficCurves(context: FlipContext): TrafficCurve[] {
  const steps = trafficCurveSteps(context);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Points between two steps: a step is worth the wait for the next. */
const POINTS_PER_STEP = 5;

/** The same, a few points at a time. */
export function* trafficCurveSteps(context: FlipContext): Generator<void, TrafficCurve[]> {
  const standings = trafficStandings(context);
  const requests = pointsOf(standings.input);
  const rough: (readonly Standing[])[] = [];
  for (const traffic of requests) {
    rough.push(standings.roughly(traffic));
    if (rough.length % POINTS_PER_STEP === 0) yield;
  }
  const curves: TrafficCurve[] = [];
  for (const basis of BASES) {
    const usdOf = monthlyUsdOf(context.decision, basis);
    const shown = rough[0]!.map((_, o) => o).filter((o) => rough.some((at) => at[o]!.means.length > 0));
    const lines = shown.map((o) => ({
      option: rough[0]![o]!.option.id,
      usd: rough.map((at) => usdOf(at[o]!)),
      passes: rough.map((at) => at[o]!.passes),
    }));
    const crossings = yield* crossingsOf(requests, rough, standings, usdOf);
    curves.push({ basis, requests, now: standings.input.current, lines, crossings, draws: context.draws });
  }
  return curves;
}

const [TOTAL, BILL] = [CRITERIA.indexOf("totalUsd"), CRITERIA.indexOf("billUsd")];

/** The same at another cost, so that it orders as the ranking does by the total. */
const costing = (one: Standing, usd: number): Standing => ({
  ...one,
  means: one.means.map((mean, c) => (c === TOTAL ? usd : mean)),
});

/** Bills go in steps, a server each: without people, few draws are off by 5 % in comparing two. */
const COST_DOUBT = 1.1;

type UsdOf = (standing: Standing) => number;

function monthlyUsdOf({ simulation }: Decision, basis: CostBasis): UsdOf {
  const column = (id: string) =>
    simulation.inputs[simulation.model.inputs.findIndex((one) => one.id === id)]!;
  const discounts = column("discountPercentPerYear");
  // One number for all options and draws, so that a month's cost orders the options as the total does.
  const months = meanOf(column("horizonMonths").map((horizon, d) => annuity(horizon, discounts[d]!)));
  return ({ means }) => {
    if (means.length === 0) return Number.NaN;
    return basis === "bill" ? means[BILL]! : means[TOTAL]! / months;
  };
}

/** In equal ratios from bound to bound, and today's traffic. */
function pointsOf({ from, to, current }: FlipInput): number[] {
  const even = Array.from({ length: POINTS }, (_, i) =>
    i === POINTS - 1 ? to : from * (to / from) ** (i / (POINTS - 1)),
  );
  return [...new Set([...even, current])].sort((a, b) => a - b);
}

/** Few draws tell where to look, all draws what is there: near a tie the few see changes that are none. */
function* crossingsOf(
  requests: readonly number[],
  rough: readonly (readonly Standing[])[],
  { roughly, exactly }: TrafficStandings,
  usdOf: UsdOf,
): Generator<void, TrafficCrossing[]> {
  const byCost = (standings: readonly Standing[]) => standings.map((one) => costing(one, usdOf(one)));
  const winnerAt = (traffic: number) =>
    sureLeader(byCost(roughly(traffic)), (ids) => byCost(exactly(traffic, ids)), COST_DOUBT)?.id ?? "";
  const winners = rough.map((at) => leaderAmong(byCost(at))?.id ?? "");
  const doubtful = winners.flatMap((winner, i) => (winner === winners[i - 1] || i === 0 ? [] : [i - 1, i]));
  const settled = new Set<number>();
  for (let i = doubtful.shift(); i !== undefined; i = doubtful.shift()) {
    if (settled.has(i) || i < 0 || i >= winners.length) continue;
    settled.add(i);
    const winner = winnerAt(requests[i]!);
    if (winner !== winners[i]) doubtful.push(i - 1, i + 1);
    winners[i] = winner;
    yield;
  }
  const crossings: TrafficCrossing[] = [];
  for (let i = 1; i < winners.length; i++) {
    if (winners[i] === winners[i - 1]) continue;
    const [from, to] = [requests[i - 1]!, requests[i]!];
    const { up } = findFlips({
      from,
      to,
      scale: "log",
      current: from,
      valueAt: winnerAt,
      steps: 1,
      tolerance: TOLERANCE,
    });
    for (const { at, below, above } of up) {
      const [standing] = exactly(at, new Set([above || below]));
      crossings.push({ requests: at, usd: usdOf(standing!), below: below || null, above: above || null });
    }
    yield;
  }
  return withoutSlivers(crossings);
}

/** Two crossings at nearly the same traffic are one, or none where the second takes the first back. */
function withoutSlivers(crossings: readonly TrafficCrossing[]): TrafficCrossing[] {
  const kept: TrafficCrossing[] = [];
  for (const crossing of crossings) {
    const last = kept.at(-1);
    if (last === undefined || crossing.requests > last.requests * (1 + LEAST_STRETCH)) kept.push(crossing);
    else {
      kept.pop();
      if (last.below !== crossing.above) kept.push({ ...crossing, below: last.below });
    }
  }
  return kept;
}
