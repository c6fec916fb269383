/** How the ranked options fare for whoever weighs cost, latency and cold start in whatever way (SMAA-2). */
import { type Scale, smaa } from "../uncertainty/smaa.js";
import type { Decision } from "./decide.js";
import { CRITERIA } from "./decision-model.js";
import type { DecisionOption } from "./options.js";

export const WEIGHED = ["totalUsd", "p99Ms", "coldMs"] as const;
export type Weighed = (typeof WEIGHED)[number];

export interface Acceptability {
  readonly option: DecisionOption;
  /** Share of weightings and draws that put it first, and among the first three. */
  readonly first: number;
  readonly firstThree: number;
  /** Weights of cost, p99 and cold start at which it is typically the best; they sum to 1. Null where none are. */
  readonly centralWeights: Readonly<Record<Weighed, number>> | null;
  /** Chance that it is the best for someone who holds these weights. */
  readonly confidence: number | null;
}

export interface WeighedDecision {
  /** What counts as worthless, per criterion; 0 is the ideal. */
  readonly anchors: Readonly<Record<Weighed, number>>;
  /** Most often first, first. */
  readonly options: readonly Acceptability[];
}

/**
 * The scales hang on the scenario alone: worthless is twice what staying costs over the horizon, and the service levels,
 * or twice what staying takes where there are none. So no option that is added or withdrawn moves them.
 *
 * @returns null where nothing is ranked, or staying has no price to measure by
 */
export function weighed(decision: Decision): WeighedDecision | null {
  const { scenario, ranked, excluded, simulation, simulated } = decision;
  // What nobody timed cannot be weighed by time.
  const rankedIndices = decision.rankedIndices.filter((o) => simulated[o]!.target.tail.state !== "unknown");
  const stay = [...ranked, ...excluded].find(({ option }) => option.isToday);
  if (!stay || stay.cost.billsUsd === null || rankedIndices.length === 0) return null;
  const { central, cost } = stay;
  const anchors = {
    totalUsd: 2 * (cost.onceUsd + cost.peopleUsd + stay.cost.billsUsd),
    p99Ms: scenario.p99SloMs ?? 2 * central.outcome.p99Ms,
    coldMs: scenario.coldSloMs ?? 2 * central.outcome.coldMs,
  };
  if (!WEIGHED.every((name) => anchors[name] > 0 && Number.isFinite(anchors[name]))) return null;
  const scales = WEIGHED.map(
    (name): Scale => ({ criterion: CRITERIA.indexOf(name), good: 0, bad: anchors[name] }),
  );
  const options = smaa(simulation, scales, rankedIndices).map((found): Acceptability => {
    const weights = found.centralWeights;
    return {
      option: simulated[found.option]!,
      first: found.rankAcceptability[0] ?? 0,
      firstThree: found.rankAcceptability.slice(0, 3).reduce((sum, share) => sum + share, 0),
      centralWeights: weights && { totalUsd: weights[0]!, p99Ms: weights[1]!, coldMs: weights[2]! },
      confidence: found.confidence,
    };
  });
  return { anchors, options: options.sort((a, b) => b.first - a.first) };
}
