import type { MeasuredSummary } from "../../src/model/summary.ts";
import { say } from "../terminal/print.ts";
import { chosenOf, readRuns, type StoredRun } from "./runs.ts";
import { summaryOfRun } from "./summary-of-run.ts";

/**
 * The summary of the run that is asked for, else of the newest; null where nothing was measured yet.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenSummary(runId: string | undefined): MeasuredSummary | null {
  const found = chosenOf(storedRuns(), runId);
  return found ? summaryOf(found) : null;
}

interface ChosenOfMachine {
  readonly chosen: MeasuredSummary;
  /** Every run of the chosen one's machine, the chosen one included, oldest first. */
  readonly ofMachine: readonly MeasuredSummary[];
}

/** The same, with every run of its machine. */
export function chosenOfMachine(runId: string | undefined): ChosenOfMachine | null {
  const runs = storedRuns();
  const found = chosenOf(runs, runId);
  if (found === undefined) return null;
  const { machineId } = found.run.header.environment;
  const ofMachine = runs.filter(({ run }) => run.header.environment.machineId === machineId);
  const summaries = ofMachine.map(summaryOf);
  return { chosen: summaries[ofMachine.indexOf(found)]!, ofMachine: summaries };
}

const storedRuns = () => readRuns(say);
const summaryOf = (stored: StoredRun) => summaryOfRun(stored, say);
