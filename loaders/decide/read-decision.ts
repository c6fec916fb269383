import { platformOf } from "../../src/model/cost/platforms/index.ts";
import { nearest } from "../../src/model/nearest.ts";
import type { PriceBook } from "../../src/model/prices/price.ts";
import { DEFAULT_PRESET, presetOf } from "../../src/model/scenario/presets.ts";
import type { Known, Scenario } from "../../src/model/scenario/scenario.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../../src/model/uncertainty/simulate.ts";
import { type DecisionReport, decisionReport, type ReportAsked } from "../../src/report/decision-report.ts";
import { readPriceBook } from "../prices/read-prices.ts";
import { usualFile } from "../project.ts";
import { askedRuns } from "../store/asked-runs.ts";
import { chosenSummary } from "../store/chosen-summary.ts";
import { readArrivals } from "./read-arrivals.ts";
import { knownOf, readScenario } from "./read-scenario.ts";
import { subjectNamed } from "./subjects.ts";

/** What a command line says about a decision. */
export interface Asked {
  readonly scenario?: string;
  readonly preset?: string;
  readonly workload?: string;
  /** In place of the scenario's; the first is today's. */
  readonly platform?: readonly string[];
  /** Requests that a profile or a recording holds. */
  readonly requests?: number;
  /** Whether a zipped profile may hold more than is usual. */
  readonly large?: boolean;
  readonly run?: string;
  readonly prices?: string;
  /** A file of the times at which requests came. */
  readonly arrivals?: string;
  readonly draws?: number;
  readonly seed?: number;
}

/** @throws Error that says what is wrong with the scenario, the prices or the run, and what to do */
export function askedOf(asked: Asked): ReportAsked {
  const run = measuredSummary(asked.run);
  const book = readPriceBook(asked.prices);
  requirePlatforms(asked.run, book);
  const known = knownOf(book, [...run.workloads.map(({ id }) => id)]);
  const stated = scenarioOf(asked, known);
  const platforms = platformsAsked(asked, known) ?? stated.platforms;
  const subject = subjectNamed(run, asked.workload ?? stated.workload, asked.requests, asked.large);
  const { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED } = asked;
  return {
    run,
    subject,
    book,
    scenario: { ...stated, workload: subject.workload.id, platforms },
    simulation: { draws, seed },
    ownArrivalsMs: asked.arrivals === undefined ? undefined : readArrivals(asked.arrivals),
  };
}

function platformsAsked({ platform: ids }: Asked, { platforms }: Known): readonly string[] | undefined {
  const unknown = ids?.find((id) => !platforms.includes(id));
  if (unknown === undefined) return ids;
  const near = nearest(unknown, platforms);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${platforms.join(", ")}`;
  throw new Error(`--platform ${unknown}: there is no such platform; ${hint}`);
}

/** @throws RangeError that names the platforms there are, where a run's machine is said to stand for another */
export function requirePlatforms(run: string | undefined, book: PriceBook): void {
  for (const { platform } of askedRuns(run).others) if (platform !== null) platformOf(platform, book);
}

export const readDecision = (asked: Asked): DecisionReport => decisionReport(askedOf(asked));

export function measuredSummary(runId: string | undefined): MeasuredSummary {
  const summary = chosenSummary(runId);
  if (summary === null) {
    throw new Error("nothing was measured yet: `npx portolan measure` makes a run in about five minutes");
  }
  return summary;
}

/** The scenario's file, or a preset, or what the project begins with, or the default one. */
export function scenarioOf(
  { scenario: path, preset }: Pick<Asked, "scenario" | "preset">,
  known: Known,
): Scenario {
  if (path !== undefined && preset !== undefined)
    throw new Error(`--scenario ${path} and --preset ${preset}: choose one of them`);
  const file = path ?? (preset === undefined ? usualFile("scenario") : null);
  return file === null ? presetOf(preset ?? DEFAULT_PRESET).scenario : readScenario(file, known);
}
