import type { Summary } from "../../src/model/summary.ts";
import { summaryOfChosen } from "../store/chosen-summary.ts";
import { chosenRun, type StoredRun } from "../store/runs.ts";

/** What the pages show when nothing was measured yet. */
const EMPTY: Summary = { state: "empty", command: "npm start" };

/** Framework starts what reads runs as programs of their own: this is how they are told which. Null for the newest. */
export const wantedRun = (): string | null => process.env.PORTOLAN_RUN || null;

/** The run that the report shows: the one that is asked for, else the newest; undefined where there is none. */
export const shownRun = (wanted: string | null, warn: (message: string) => void): StoredRun | undefined =>
  chosenRun(wanted || undefined, warn);

/** The summary of the run that the report shows, for the pages. */
export function summaryFile(wanted = wantedRun(), shown = shownRun(wanted, () => {})): string {
  return JSON.stringify(shown ? summaryOfChosen(wanted ?? undefined, shown) : EMPTY);
}
