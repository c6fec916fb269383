/** Which inputs carry the difference between the leader and its rival, and what knowing them would be worth. */

import type { Outcome } from "../uncertainty/outcome.js";
import { tornado } from "../uncertainty/tornado.js";
import { valueOfInformation } from "../uncertainty/value-of-information.js";
import { varianceShares } from "../uncertainty/variance-shares.js";
import type { Decision } from "./decide.js";
import { CRITERIA } from "./decision-model.js";
import { measureNext, type NextMeasurement } from "./measure-next.js";
import type { DecisionOption } from "./options.js";

/** One input moved alone from its 5th to its 95th percentile. */
export interface SensitivityBar {
  readonly id: string;
  readonly label: string;
  readonly unit: string | null;
  readonly lowValue: number;
  readonly highValue: number;
  /** USD over the horizon at either: leader less rival, or the leader's own where nothing else is ranked. */
  readonly lowUsd: number;
  readonly highUsd: number;
  /** Of the variance over all draws, what the input explains by itself. 0 to 1. */
  readonly varianceShare: number;
  /** Expected saving from knowing it before choosing, USD over the horizon. */
  readonly worthUsd: number;
}

export interface Sensitivity {
  readonly leader: string;
  /** The next of another course that does not cost the same in every draw; the next of any course where there is none. */
  readonly rival: string | null;
  /** What costs less than the rival but is the leader's own port with other threads; null for nothing. */
  readonly passedOver: string | null;
  readonly centreUsd: number;
  /** Widest first. */
  readonly bars: readonly SensitivityBar[];
  /** Share of the variance that no input explains by itself. */
  readonly rest: number;
  /** Expected saving from knowing everything, and the chance that the leader is not the cheapest. */
  readonly perfectUsd: number;
  readonly wrongChance: number;
  /** What to measure next, the most valuable first; empty where no single input could change the choice. */
  readonly next: readonly NextMeasurement[];
}

/** Null where nothing is ranked. */
export function sensitivityOf(decision: Decision): Sensitivity | null {
  const { simulation, rankedIndices, simulated } = decision;
  const [leader, ...others] = rankedIndices;
  if (leader === undefined) return null;
  const criterion = CRITERIA.indexOf("totalUsd");
  const costs = (option: number) => simulation.outcomes[option]![criterion]!;
  // Two targets on the users' devices cost the same to the cent: nothing moves a difference that is always 0.
  const differs = (option: number) => costs(option).some((usd, d) => usd !== costs(leader)[d]);
  const next = others.find(differs);
  const rival = others.find((o) => differs(o) && !sameCourse(simulated[leader]!, simulated[o]!)) ?? next;
  const outcome: Outcome = { option: leader, criterion, against: rival ?? null };
  const { centre, bars } = tornado(simulation, outcome);
  const variance = varianceShares(simulation, outcome);
  const worth = valueOfInformation(simulation, criterion, rankedIndices);
  return {
    leader: simulated[leader]!.title,
    rival: rival === undefined ? null : simulated[rival]!.title,
    passedOver: next === undefined || next === rival ? null : simulated[next]!.title,
    centreUsd: centre,
    rest: variance.rest,
    perfectUsd: worth?.evpi ?? 0,
    wrongChance: worth?.wrongChance ?? 0,
    next: measureNext(decision),
    bars: bars.map(({ input: { id, label, unit }, low, high }) => ({
      id,
      label,
      unit,
      lowValue: low.value,
      highValue: high.value,
      lowUsd: low.outcome,
      highUsd: high.outcome,
      varianceShare: variance.shares.find(({ input }) => input.id === id)?.share ?? 0,
      worthUsd: worth?.inputs.find(({ input }) => input.id === id)?.evppi ?? 0,
    })),
  };
}

/** The same port on the same platform, with another number of threads: whoever knows the one knows the other. */
function sameCourse(a: DecisionOption, b: DecisionOption): boolean {
  return (
    a.platform === b.platform && a.target.port === b.target.port && a.target.threads !== b.target.threads
  );
}
