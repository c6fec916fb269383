import { type ListedRun, type RunsFile, unpackRuns } from "../../model/runs/runs-file.js";
import { usualPair } from "../../model/runs/usual-pair.js";

/** What the page Runs shows: the runs, oldest first, and which two of them before anybody chose. */
export interface RunsView {
  readonly runs: readonly ListedRun[];
  /** Null where there are no two. */
  readonly usual: readonly [a: ListedRun, b: ListedRun] | null;
  /** Those that there are, which may be more. */
  readonly total: number;
}

/** Null where there is no run. */
export function runsView(file: RunsFile): RunsView | null {
  const runs = unpackRuns(file);
  return runs.length === 0 ? null : { runs, usual: usualPair(runs), total: file.total };
}
