import { summarise } from "../../src/model/summarise.ts";
import type { Summary } from "../../src/model/summary.ts";
import { newestOf, readRuns, type StoredRun } from "../store/runs.ts";
import { say } from "../terminal/print.ts";

/** What the pages show when nothing was measured yet. */
const EMPTY: Summary = { state: "empty", command: "npm start" };

/**
 * The run that the report shows: the one that is asked for, else the newest; undefined where there is none.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function shownRun(wanted: string | null, warn: (message: string) => void): StoredRun | undefined {
  const runs = readRuns(warn);
  const run = wanted ? runs.find(({ run }) => run.header.runId === wanted) : newestOf(runs);
  if (wanted && !run) {
    const known = runs.map(({ run }) => run.header.runId).join(", ") || "none";
    throw new Error(`no run "${wanted}"; known: ${known}`);
  }
  return run;
}

export function writeSummary(out: NodeJS.WritableStream): void {
  const shown = shownRun(process.env.PORTOLAN_RUN || null, say);
  const summary: Summary = shown ? summarise(shown.run, shown.warnings) : EMPTY;
  out.write(JSON.stringify(summary));
}
