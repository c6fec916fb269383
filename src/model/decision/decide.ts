/** From evidence, prices and a scenario to one decision: gates, simulation, ranking, verdict. */
import type { Scenario } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { DEFAULT_DRAWS, DEFAULT_SEED, simulate } from "../uncertainty/simulate.js";
import { probabilityBest, type Spread, spreadOf } from "../uncertainty/spread.js";
import { type CentralCase, centralCase } from "./central-case.js";
import { CRITERIA, type Criterion, decisionModel } from "./decision-model.js";
import type { WorkloadEvidence } from "./evidence.js";
import { type GateFinding, passes, serviceGates } from "./gates.js";
import type { Grounds } from "./grounds.js";
import type { DecisionOption } from "./options.js";
import { prepare } from "./prepare.js";
import { type Verdict, verdictOf } from "./verdict.js";

export interface ExcludedOption {
  readonly state: "excluded";
  readonly option: DecisionOption;
  readonly gates: readonly GateFinding[];
  readonly central: CentralCase;
}

export interface RankedOption {
  readonly state: "ranked";
  readonly option: DecisionOption;
  readonly gates: readonly GateFinding[];
  readonly central: CentralCase;
  readonly spread: Readonly<Record<Criterion, Spread>>;
  /** Share of the draws in which it is the cheapest, or the fastest at p99, of the ranked. */
  readonly cheapest: number;
  readonly fastest: number;
  /** Another ranked option that is no worse in mean cost, p99 and cold start, and better in one; null for none. */
  readonly dominatedBy: DecisionOption | null;
}

export interface Decision {
  readonly scenario: Scenario;
  readonly evidence: WorkloadEvidence;
  /** Cheapest over the horizon first. */
  readonly ranked: readonly RankedOption[];
  readonly excluded: readonly ExcludedOption[];
  readonly verdict: Verdict;
  /** Options that passed the fixed gates, in the order of `simulated`. */
  readonly simulation: Simulation;
  readonly simulated: readonly DecisionOption[];
  /** Indices into `simulated` of the ranked options, in their order. */
  readonly rankedIndices: readonly number[];
}

export interface DecideOptions {
  readonly draws?: number;
  readonly seed?: number;
}

export function decide(
  grounds: Grounds,
  scenario: Scenario,
  { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED }: DecideOptions = {},
): Decision {
  const { evidence } = grounds;
  const prepared = prepare(grounds, scenario).map((one) => ({ ...one, central: centralCase(one, scenario) }));
  const open = prepared.filter(({ priced, gates }) => priced !== null && passes(gates));
  const model = decisionModel(
    scenario,
    open.map(({ priced }) => priced!),
  );
  const simulation = simulate(model, draws, seed);
  const gatesOf = open.map(({ gates, option }, o) => [
    ...gates,
    ...serviceGates(scenario, simulation, o, option),
  ]);
  const among = open.map((_, o) => o).filter((o) => passes(gatesOf[o]!));
  const cheapest = probabilityBest(simulation, CRITERIA.indexOf("totalUsd"), among);
  const fastest = probabilityBest(simulation, CRITERIA.indexOf("p99Ms"), among);
  const spreads = simulation.outcomes.map(
    (columns) => Object.fromEntries(CRITERIA.map((name, c) => [name, spreadOf(columns[c]!)])) as Spreads,
  );
  const order = [...among].sort((a, b) => compareOptions(a, b, spreads, open));
  const ranked = order.map((o): RankedOption => {
    const by = order.find((other) => other !== o && dominates(spreads[other]!, spreads[o]!));
    return {
      state: "ranked",
      option: open[o]!.option,
      gates: gatesOf[o]!,
      central: open[o]!.central,
      spread: spreads[o]!,
      cheapest: cheapest[o]!,
      fastest: fastest[o]!,
      dominatedBy: by === undefined ? null : open[by]!.option,
    };
  });
  const excluded = [
    ...open.flatMap(({ option, central }, o) =>
      among.includes(o) ? [] : [{ option, central, gates: gatesOf[o]! }],
    ),
    ...prepared.filter((one) => !open.includes(one)),
  ].map(({ option, central, gates }): ExcludedOption => ({ state: "excluded", option, central, gates }));
  return {
    ...{ scenario, evidence, ranked, excluded, simulation, rankedIndices: order },
    simulated: open.map(({ option }) => option),
    verdict: verdictOf(ranked, excluded, simulation, order),
  };
}

type Spreads = Readonly<Record<Criterion, Spread>>;

/** By mean total cost, then mean p99; what is equal in both stays where it is listed, today's option first. */
function compareOptions(
  a: number,
  b: number,
  spreads: readonly Spreads[],
  open: readonly { readonly option: DecisionOption }[],
): number {
  const difference =
    spreads[a]!.totalUsd.mean - spreads[b]!.totalUsd.mean ||
    finite(spreads[a]!.p99Ms.mean, spreads[b]!.p99Ms.mean);
  return difference || Number(open[b]!.option.isToday) - Number(open[a]!.option.isToday) || a - b;
}

const finite = (a: number, b: number) => (a === b ? 0 : a - b);

function dominates(a: Spreads, b: Spreads): boolean {
  const compared = ["totalUsd", "p99Ms", "coldMs"] as const;
  return (
    compared.every((name) => a[name].mean <= b[name].mean) &&
    compared.some((name) => a[name].mean < b[name].mean)
  );
}
