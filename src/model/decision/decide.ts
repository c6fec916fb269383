/** From evidence, prices and a scenario to one decision: gates, simulation, ranking, verdict. */
import type { Bill } from "../cost/bill.js";
import type { CompileOptions, Platform } from "../cost/platforms/platform.js";
import type { Compiled } from "../cost/pricer.js";
import type { PriceBook } from "../prices/price.js";
import { centre } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { DEFAULT_DRAWS, DEFAULT_SEED, simulate } from "../uncertainty/simulate.js";
import { probabilityBest, probabilityWithin, type Spread, spreadOf } from "../uncertainty/spread.js";
import {
  CRITERIA,
  type Criterion,
  decisionModel,
  emptyOutcome,
  type PricedOption,
} from "./decision-model.js";
import { type Draw, RANGE_IDS } from "./draw.js";
import type { WorkloadEvidence } from "./evidence.js";
import { fixedGates, type GateFinding, serviceGate } from "./gates.js";
import { type DecisionOption, optionsOf } from "./options.js";
import { monthlyUsd, onceUsd, peopleShape } from "./people.js";
import { type RequestOutcome, requestOutcome } from "./request.js";
import { requestShape } from "./request-shape.js";
import { type Verdict, verdictOf } from "./verdict.js";

/** An option at the centre of every range: what a bill or a table shows. */
export interface CentralCase {
  readonly outcome: RequestOutcome;
  /** Null where the platform has no price for it. */
  readonly bill: Bill | null;
  readonly onceUsd: number;
  readonly peopleUsdPerMonth: number;
}

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

/** What a decision is made from, besides the scenario. */
export interface Grounds {
  readonly evidence: WorkloadEvidence;
  /** In the scenario's order; the first is today's. */
  readonly platforms: readonly Platform[];
  readonly book: PriceBook;
  /** Where and when prices are looked up, and what of them is left out. */
  readonly compile: CompileOptions;
}

export function decide(
  grounds: Grounds,
  scenario: Scenario,
  { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED }: DecideOptions = {},
): Decision {
  const { evidence } = grounds;
  const prepared = prepare(grounds, scenario);
  const open = prepared.filter(({ priced, gates }) => priced !== null && passes(gates));
  const model = decisionModel(
    scenario,
    open.map(({ priced }) => priced!),
  );
  const simulation = simulate(model, draws, seed);
  const gatesOf = open.map(({ gates }, o) => [...gates, ...serviceGates(scenario, simulation, o)]);
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

interface Prepared {
  readonly option: DecisionOption;
  readonly gates: readonly GateFinding[];
  readonly central: CentralCase;
  readonly priced: PricedOption | null;
}

/** Every option at the centre of the ranges, with the gates that need no draw. */
function prepare({ evidence, platforms, book, compile }: Grounds, scenario: Scenario): Prepared[] {
  const compiled = new Map<Platform, Compiled>(
    platforms.map((platform) => [platform, platform.compile(book, compile)]),
  );
  const central = centralDraw(scenario);
  return optionsOf(evidence, platforms).map((option) => {
    const request = requestShape(option, evidence, scenario);
    const people = peopleShape(option, evidence.baseline, platforms[0]!.id);
    const outcome = emptyOutcome();
    requestOutcome(request, central, 1, 1, outcome);
    const prices = compiled.get(option.platform)!;
    return {
      option,
      gates: fixedGates(option, scenario, outcome.usage, prices),
      central: {
        outcome,
        bill: prices.state === "priced" ? prices.pricer.bill(outcome.usage) : null,
        onceUsd: onceUsd(people, central),
        peopleUsdPerMonth: monthlyUsd(people, central),
      },
      priced: prices.state === "priced" ? { request, people, pricer: prices.pricer } : null,
    };
  });
}

/** Every range at its centre. */
export function centralDraw(scenario: Scenario): Draw {
  return Object.fromEntries(RANGE_IDS.map((id) => [id, centre(scenario[id])])) as Draw;
}

const passes = (gates: readonly GateFinding[]) => gates.every(({ passed }) => passed !== "no");

function serviceGates(scenario: Scenario, { outcomes }: Simulation, o: number): GateFinding[] {
  const asked = [
    ["p99", scenario.p99SloMs, "p99Ms"],
    ["cold", scenario.coldSloMs, "coldMs"],
    ["budget", scenario.budgetUsdPerMonth, "billUsd"],
  ] as const;
  return asked.flatMap(([gate, limit, criterion]) =>
    limit === null
      ? []
      : [serviceGate(gate, limit, probabilityWithin(outcomes[o]![CRITERIA.indexOf(criterion)]!, limit))],
  );
}

/** By mean total cost, then mean p99; what is equal in both stays where it is listed, today's option first. */
function compareOptions(
  a: number,
  b: number,
  spreads: readonly Spreads[],
  open: readonly Prepared[],
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
