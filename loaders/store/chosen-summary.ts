import type { MeasuredSummary } from "../../src/model/summary.ts";
import { say } from "../terminal/print.ts";
import { chosenRun, eachRun, type StoredRun } from "./runs.ts";
import { summaryOfRun } from "./summary-of-run.ts";

/**
 * The summary of the run that is asked for, else of the newest; null where nothing was measured yet.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenSummary(runId: string | undefined): MeasuredSummary | null {
  const found = chosenRun(runId, say);
  return found ? summaryOf(found) : null;
}

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
