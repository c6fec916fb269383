/** Where a figure's numbers come from, as it stands under the figure and in the files that are made of it. */
import type { Scenario } from "../model/scenario/scenario.js";
import type { MeasuredSummary } from "../model/summary.js";

export interface Source {
  /** In words, without a full stop. */
  readonly text: string;
  /** Of the run or recording; null for what neither made. */
  readonly runId: string | null;
  readonly machine: string | null;
  /** ISO 8601. */
  readonly measuredAt: string | null;
}

export function runSource({ runId, startedAt, environment }: MeasuredSummary): Source {
  const machine = `${environment.cpuModel}, ${environment.cores} ${environment.cores === 1 ? "core" : "cores"}`;
  return { text: `Run ${runId}, on ${machine}`, runId, machine, measuredAt: startedAt };
}

/** Of what a scenario and its prices make of a run. */
export function scenarioSource(run: MeasuredSummary, { title, priceDate }: Scenario): Source {
  const source = runSource(run);
  const prices = priceDate === "" ? "the newest prices" : `prices of ${priceDate}`;
  return { ...source, text: `${source.text}; scenario “${title}” at ${prices}` };
}

/** Of a profile that was dropped or recorded: the file's name, or the recording's title. */
export function profileSource(profile: {
  readonly id: string;
  readonly name: string;
  readonly attribution: { readonly producer: string | null };
}): Source {
  const { id, name, attribution } = profile;
  const by = attribution.producer === null ? "" : `, written by ${attribution.producer}`;
  return { text: `Profile “${name}”${by}`, runId: id, machine: null, measuredAt: null };
}
