/** From evidence, prices and a scenario to one decision: gates, simulation, ranking, verdict. */
import { exceededLimits, exceededSize, type Platform } from "../cost/platforms/platform.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../uncertainty/simulate.js";
import { probabilityBest, type Spread, spreadOf } from "../uncertainty/spread.js";
import { CRITERIA, type Criterion } from "./decision-model.js";
import type { WorkloadEvidence } from "./evidence.js";
import {
  type BilledSimulation,
  billColumn,
  billedSimulation,
  type ExpectedCost,
  expectedCosts,
} from "./expected-cost.js";
import { passes, serviceGates } from "./gates.js";
import type { Grounds } from "./grounds.js";
import { inOrder } from "./leader.js";
import type { DecisionOption } from "./options.js";
import { type Portability, portabilityOf } from "./portability.js";
import { type Prepared, prepare } from "./prepare.js";
import type { ExcludedOption, RankedOption } from "./ranked-option.js";
import { type Verdict, verdictOf } from "./verdict.js";

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
  const prepared = prepare(grounds, scenario);
  const open = prepared.filter(({ priced, gates }) => priced !== null && passes(gates));
  const closed = prepared.filter((one) => one.priced !== null && !open.includes(one));
  // Options that fail a fixed gate have a bill too: a reader asks what staying would cost, allowed or not.
  const [simulated, beside] = [open, closed].map((some) => billed(some, scenario, draws, seed)) as [
    BilledSimulation,
    BilledSimulation,
  ];
  const { simulation } = simulated;
  const costOf = costsOf(prepared, [
    [open, simulated],
    [closed, beside],
  ]);
  const portability = portabilityAmong(prepared, grounds.platforms);
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
  const placeOf = (o: number) => ({
    totalUsd: spreads[o]!.totalUsd.mean,
    p99Ms: spreads[o]!.p99Ms.mean,
    isToday: open[o]!.option.isToday,
  });
  // What is equal stays where it is listed.
  const order = [...among].sort((a, b) => inOrder(placeOf(a), placeOf(b)) || a - b);
  const ranked = order.map((o): RankedOption => {
    const by = order.find((other) => other !== o && dominates(spreads[other]!, spreads[o]!));
    return {
      state: "ranked",
      option: open[o]!.option,
      gates: gatesOf[o]!,
      central: { outcome: open[o]!.outcome },
      cost: costOf.get(open[o]!)!,
      people: open[o]!.people,
      portability: portability(open[o]!),
      spread: spreads[o]!,
      cheapest: cheapest[o]!,
      fastest: fastest[o]!,
      dominatedBy: by === undefined ? null : open[by]!.option,
    };
  });
  const excluded = [
    ...open.flatMap((one, o) => (among.includes(o) ? [] : [{ one, gates: gatesOf[o]! }])),
    ...prepared.flatMap((one) => (open.includes(one) ? [] : [{ one, gates: one.gates }])),
  ].map(({ one, gates }): ExcludedOption => {
    const { option, outcome, people } = one;
    const known = { central: { outcome }, cost: costOf.get(one)!, people, portability: portability(one) };
    return { state: "excluded", option, gates, ...known };
  });
  return {
    scenario,
    evidence,
    ranked,
    excluded,
    simulation,
    rankedIndices: order,
    simulated: open.map(({ option }) => option),
    verdict: verdictOf(ranked, excluded, simulation, order),
  };
}

/** Whether a platform's own limits are kept there; by what the option itself asks for where there is none of the target there. */
function portabilityAmong(prepared: readonly Prepared[], platforms: readonly Platform[]) {
  const keptBy = new Map(
    prepared.map(({ option: { target, platform }, gates }) => [
      `${target.target}@${platform.id}`,
      gates.every(({ gate, passed }) => gate !== "limits" || passed !== "no"),
    ]),
  );
  return ({ option, outcome }: Prepared): Portability => {
    const { target } = option;
    const holds = (platform: Platform) =>
      keptBy.get(`${target.target}@${platform.id}`) ??
      [...exceededLimits(platform, outcome.usage), ...exceededSize(platform, target.deployed)].length === 0;
    return portabilityOf(option, platforms, holds);
  };
}

function billed(some: readonly Prepared[], scenario: Scenario, draws: number, seed: number) {
  const priced = some.map(({ priced }) => priced!);
  const central = some.map(({ outcome }) => outcome.usage);
  return billedSimulation(scenario, priced, central, draws, seed);
}

/** What every option costs: an option without a price still has people. */
function costsOf(
  prepared: readonly Prepared[],
  billed: readonly (readonly [readonly Prepared[], BilledSimulation])[],
): ReadonlyMap<Prepared, ExpectedCost> {
  const bills = new Map(
    billed.flatMap(([some, { simulation, bills }]) =>
      some.map((one, o) => [one, { bill: bills[o]!, billUsd: billColumn(simulation, o) }] as const),
    ),
  );
  const asked = prepared.map((one) => ({ people: one.people, billUsd: bills.get(one)?.billUsd ?? null }));
  const costs = expectedCosts(asked, billed[0]![1].simulation);
  return new Map(prepared.map((one, p) => [one, { ...costs[p]!, bill: bills.get(one)?.bill ?? null }]));
}

type Spreads = Readonly<Record<Criterion, Spread>>;

function dominates(a: Spreads, b: Spreads): boolean {
  const compared = ["totalUsd", "p99Ms", "coldMs"] as const;
  return (
    compared.every((name) => a[name].mean <= b[name].mean) &&
    compared.some((name) => a[name].mean < b[name].mean)
  );
}
