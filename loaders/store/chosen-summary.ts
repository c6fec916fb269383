import type { MeasuredSummary } from "../../src/model/summary.ts";
import { say } from "../terminal/print.ts";
import { otherRunsOf } from "./other-runs.ts";
import { chosenRun, eachRun, type StoredRun } from "./runs.ts";
import { summaryOfRun } from "./summary-of-run.ts";

/**
 * The summary of the run that is asked for, with others if they are, else of the newest; null where nothing was measured yet.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenSummary(asked: string | undefined): MeasuredSummary | null {
  const found = chosenRun(asked, say);
  return found ? summaryOfChosen(asked, found) : null;
}

/** The same of one that was read already. */
export const summaryOfChosen = (asked: string | undefined, found: StoredRun): MeasuredSummary =>
  summaryOfRun(found, say, otherRunsOf(asked, found.run.header, say));

interface ChosenOfMachine {
  readonly chosen: MeasuredSummary;
  /** Every run of the chosen one's machine, the chosen one included, oldest first. */
  readonly ofMachine: readonly MeasuredSummary[];
}

/** The same, with every run of its machine. */
export function chosenOfMachine(runId: string | undefined): ChosenOfMachine | null {
  const found = chosenRun(runId, say);
  if (found === undefined) return null;
  const { environment } = found.run.header;
  const ofMachine = [
    ...eachRun(
      () => {},
      ({ machineId }) => machineId === environment.machineId,
    ),
  ].map(summaryOf);
  return { chosen: ofMachine.find((one) => one.runId === found.run.header.runId)!, ofMachine };
}

const summaryOf = (stored: StoredRun) => summaryOfRun(stored, say);
