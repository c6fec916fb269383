import { summarise } from "../../src/model/summarise.ts";
import type { Summary } from "../../src/model/summary.ts";
import { chosenOf, readRuns, type StoredRun } from "../store/runs.ts";
import { say } from "../terminal/print.ts";

/** What the pages show when nothing was measured yet. */
const EMPTY: Summary = { state: "empty", command: "npm start" };

/** The run that the report shows: the one that is asked for, else the newest; undefined where there is none. */
export const shownRun = (wanted: string | null, warn: (message: string) => void): StoredRun | undefined =>
  chosenOf(readRuns(warn), wanted || undefined);

export function writeSummary(out: NodeJS.WritableStream): void {
  const shown = shownRun(process.env.PORTOLAN_RUN ?? null, say);
  const summary: Summary = shown ? summarise(shown.run, shown.warnings) : EMPTY;
  out.write(JSON.stringify(summary));
}
