import { digestOf } from "../../src/model/runs/digest.ts";
import { type ListedRun, MOST_RUNS, packRuns } from "../../src/model/runs/runs-file.ts";
import { referenceRuns } from "../store/reference-runs.ts";
import { eachRun, listRuns } from "../store/runs.ts";
import { say } from "../terminal/print.ts";

/** All runs in short, oldest first, for the page that lays them side by side; of very many only as many are read as the page can hold. */
export function writeRunsFile(out: NodeJS.WritableStream): void {
  const all = listRuns(() => {});
  const newest = new Set(all.slice(-MOST_RUNS).map(({ runId }) => runId));
  const listed = listedRuns(newest, say);
  out.write(JSON.stringify(packRuns(listed, listed.length + all.length - newest.size)));
}

/** One's own and the reference runs, oldest first; a reference run that was imported too is one's own. */
function listedRuns(which: ReadonlySet<string>, warn: (message: string) => void): ListedRun[] {
  const own: ListedRun[] = [];
  for (const { run } of eachRun(warn, ({ runId }) => which.has(runId)))
    own.push({ ...digestOf(run), isReference: false });
  const reference = referenceRuns(warn).map(({ run }) => ({ ...digestOf(run), isReference: true }));
  const others = reference.filter(({ runId }) => !own.some((run) => run.runId === runId));
  return [...own, ...others].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}
