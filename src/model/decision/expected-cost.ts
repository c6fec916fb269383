/** What options cost on average over the draws: the parts of a total, each of which is a mean, so that they add up. */
import type { Bill } from "../cost/bill.js";
import type { PlatformPricer } from "../cost/pricer.js";
import type { MonthlyUsage } from "../cost/usage.js";
import { countText } from "../format.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { simulate } from "../uncertainty/simulate.js";
import { CRITERIA, decisionModel, type PricedOption } from "./decision-model.js";
import { FilledDraw } from "./draw.js";
import { annuity, type PeopleShape, PeopleSums } from "./people.js";

/** Means over the draws. Once, people and bills over the horizon sum to the mean total cost. */
export interface ExpectedCost {
  /** A month's: mean quantity × price, line by line. Null where the platform has no price. */
  readonly bill: Bill | null;
  readonly onceUsd: number;
  readonly peopleUsdPerMonth: number;
  /** Over the horizon, discounted. */
  readonly peopleUsd: number;
  /** Over the horizon, discounted; null where the platform has no price. */
  readonly billsUsd: number | null;
}

export interface BilledSimulation {
  readonly simulation: Simulation;
  /** The mean bill of each option. */
  readonly bills: readonly Bill[];
}

/** Simulates options, and unfolds their bills over the same draws. */
export function billedSimulation(
  scenario: Scenario,
  options: readonly PricedOption[],
  central: readonly Readonly<MonthlyUsage>[],
  draws: number,
  seed: number,
): BilledSimulation {
  const counts = options.map(({ pricer }) => countBills(pricer));
  const counting = options.map((option, o) => ({ ...option, pricer: counts[o]!.pricer }));
  const { model: _, ...drawn } = simulate(decisionModel(scenario, counting), draws, seed);
  return {
    // Whoever evaluates the model again counts nothing.
    simulation: { ...drawn, model: decisionModel(scenario, options) },
    bills: counts.map(({ bill }, o) => bill(central[o]!)),
  };
}

/** A pricer that counts what it prices, and the mean bill of it. */
function countBills(pricer: PlatformPricer) {
  const tally = pricer.tally();
  let fewest: MonthlyUsage | null = null;
  let most: MonthlyUsage | null = null;
  let servers = 0;
  let months = 0;
  const usd = (usage: Readonly<MonthlyUsage>): number => {
    if (fewest === null || usage.servers < fewest.servers) fewest = { ...usage };
    if (most === null || usage.servers > most.servers) most = { ...usage };
    servers += usage.servers;
    months++;
    return tally.usd(usage);
  };
  return {
    pricer: { ...pricer, usd },
    bill: (central: Readonly<MonthlyUsage>): Bill => {
      const notesOf = (usage: Readonly<MonthlyUsage>) => pricer.bill(usage).notes;
      const ends = [notesOf(fewest!), notesOf(most!)];
      const notes = notesOf(central).map((note) =>
        ends.every((end) => end.includes(note)) ? note : `At the centre of every range: ${note}`,
      );
      if (fewest!.servers < most!.servers)
        notes.push(
          `Over the draws ${countText(fewest!.servers)} to ${countText(most!.servers)} instances are reserved, ${countText(servers / months)} on average`,
        );
      return { ...tally.mean(), notes };
    },
  };
}

/** People once and by the month, and what the months of a horizon are worth, for options of the same draws. */
export function expectedCosts(
  options: readonly { readonly people: PeopleShape; readonly billUsd: Float64Array | null }[],
  { inputs, draws }: Pick<Simulation, "inputs" | "draws">,
): Omit<ExpectedCost, "bill">[] {
  const sums = options.map(() => ({ once: 0, people: 0, peopleOver: 0, billsOver: 0 }));
  const filled = new FilledDraw();
  const { draw } = filled;
  const drawn = new PeopleSums(options.map((option) => option.people));
  for (let d = 0; d < draws; d++) {
    filled.fillFrom(inputs, d);
    drawn.fill(draw);
    const months = annuity(draw.horizonMonths, draw.discountPercentPerYear);
    for (let o = 0; o < options.length; o++) {
      const { billUsd } = options[o]!;
      const sum = sums[o]!;
      const { onceUsd, monthlyUsd: monthly } = drawn.of[o]!;
      sum.once += onceUsd;
      sum.people += monthly;
      sum.peopleOver += months * monthly;
      if (billUsd !== null) sum.billsOver += months * billUsd[d]!;
    }
  }
  return options.map(({ billUsd }, o) => {
    const { once, people, peopleOver, billsOver } = sums[o]!;
    return {
      onceUsd: once / draws,
      peopleUsdPerMonth: people / draws,
      peopleUsd: peopleOver / draws,
      billsUsd: billUsd === null ? null : billsOver / draws,
    };
  });
}

/** The column of bills of an option of a simulation. */
export const billColumn = ({ outcomes }: Simulation, option: number): Float64Array =>
  outcomes[option]![CRITERIA.indexOf("billUsd")]!;
