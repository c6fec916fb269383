import { summarise } from "../../src/model/summarise.ts";
import type { Summary } from "../../src/model/summary.ts";
import { readRuns } from "../store/runs.ts";
import { say } from "../terminal/print.ts";

/** What the pages show when nothing was measured yet. */
const EMPTY: Summary = { state: "empty", command: "npm start" };

/** The summary of the run that the report shows: the one named by `PORTOLAN_RUN`, else the newest. */
function currentSummary(warn: (message: string) => void): Summary {
  const runs = readRuns(warn);
  const wanted = process.env.PORTOLAN_RUN;
  const run = wanted ? runs.find(({ run }) => run.header.runId === wanted) : runs.at(-1);
  if (wanted && !run) {
    const known = runs.map(({ run }) => run.header.runId).join(", ") || "none";
    throw new Error(`no run "${wanted}"; known: ${known}`);
  }
  return run ? summarise(run.run, run.warnings) : EMPTY;
}

export function writeSummary(out: NodeJS.WritableStream): void {
  out.write(JSON.stringify(currentSummary(say)));
}
