import type { DecideOptions } from "../../src/model/decision/decide.ts";
import type { PriceBook } from "../../src/model/prices/price.ts";
import { presetOf } from "../../src/model/scenario/presets.ts";
import { DEFAULT_SCENARIO, faultsOf, type Known, type Scenario } from "../../src/model/scenario/scenario.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../../src/model/uncertainty/simulate.ts";
import { type DecisionReport, decisionReport } from "../../src/report/decision-report.ts";
import { chosenSummary } from "../commands/chosen-summary.ts";
import { readPriceBook } from "../prices/read-prices.ts";
import { workloads } from "../workloads/index.ts";
import { forecastSummary } from "./forecast-summary.ts";
import { readArrivals } from "./read-arrivals.ts";
import { knownOf, readScenario } from "./read-scenario.ts";

/** What a command line says about a decision. */
export interface Asked {
  readonly scenario?: string;
  readonly preset?: string;
  readonly workload?: string;
  /** Requests that a profile or a recording holds. */
  readonly requests?: number;
  readonly run?: string;
  readonly prices?: string;
  /** A file of the times at which requests came. */
  readonly arrivals?: string;
  readonly draws?: number;
  readonly seed?: number;
}

/** Everything that a decision is made from, read. */
export interface AskedFor {
  readonly summary: MeasuredSummary;
  readonly book: PriceBook;
  readonly scenario: Scenario;
  readonly simulation: Required<DecideOptions>;
  readonly ownArrivalsMs: Float64Array | undefined;
}

/** @throws Error that says what is wrong with the scenario, the prices or the run, and what to do */
export function askedOf(asked: Asked): AskedFor {
  const summary = summaryOf(asked);
  const book = readPriceBook(asked.prices);
  const measured = summary.workloads.map(({ id }) => id);
  const scenario = scenarioOf(asked, knownOf(book, measured));
  const { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED } = asked;
  const ownArrivalsMs = asked.arrivals === undefined ? undefined : readArrivals(asked.arrivals);
  return { summary, book, scenario, simulation: { draws, seed }, ownArrivalsMs };
}

export function readDecision(asked: Asked): DecisionReport {
  const { summary, book, scenario, simulation, ownArrivalsMs } = askedOf(asked);
  return decisionReport(summary, book, scenario, simulation, ownArrivalsMs);
}

/** The run, or, for a workload that it does not know, the run's forecast of that recording or profile. */
function summaryOf({ run, workload, requests }: Asked): MeasuredSummary {
  const summary = measuredSummary(run);
  if (workload === undefined || workloads.some(({ id }) => id === workload)) {
    if (requests === undefined) return summary;
    throw new Error(
      "--requests goes with --workload and a recording or a profile: a measured workload is one request",
    );
  }
  return forecastSummary(summary, workload, requests ?? 1);
}

export function measuredSummary(runId: string | undefined): MeasuredSummary {
  const summary = chosenSummary(runId);
  if (summary === null) {
    throw new Error("nothing was measured yet: `npx portolan measure` makes a run in about two minutes");
  }
  return summary;
}

/** The scenario's file, or a preset, or the defaults; the command line's workload goes before its own. */
function scenarioOf({ scenario: path, preset, workload }: Asked, known: Known): Scenario {
  if (path !== undefined && preset !== undefined)
    throw new Error(`--scenario ${path} and --preset ${preset}: choose one of them`);
  const stated =
    path !== undefined
      ? readScenario(path, known)
      : preset !== undefined
        ? presetOf(preset).scenario
        : DEFAULT_SCENARIO;
  const scenario = workload === undefined ? stated : { ...stated, workload };
  const faults = faultsOf(scenario, known);
  if (faults.length > 0)
    throw new Error(faults.map(({ field, message }) => `${field}: ${message}`).join("\n"));
  return scenario;
}
