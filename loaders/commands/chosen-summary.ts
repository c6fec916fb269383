import { summarise } from "../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { readRuns } from "../store/runs.ts";

/**
 * The summary of the run that is asked for, else of the newest; null where nothing was measured yet.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenSummary(runId: string | undefined): MeasuredSummary | null {
  const runs = readRuns((message) => process.stderr.write(`${message}\n`));
  const found = runId === undefined ? runs.at(-1) : runs.find(({ run }) => run.header.runId === runId);
  if (runId !== undefined && found === undefined) {
    const known = runs.map(({ run }) => run.header.runId).join(", ") || "none";
    throw new Error(`no run "${runId}"; known: ${known}. \`portolan runs\` lists them`);
  }
  return found ? summarise(found.run, found.warnings) : null;
}

/** Every run of the machine that a summary is of, that run included, oldest first. */
export function summariesOfMachine({ environment }: MeasuredSummary): MeasuredSummary[] {
  // What is wrong with a file was said when the run was chosen.
  const runs = readRuns(() => undefined);
  return runs
    .filter(({ run }) => run.header.environment.machineId === environment.machineId)
    .map(({ run, warnings }) => summarise(run, warnings));
}
