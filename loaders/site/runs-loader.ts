import { digestOf } from "../../src/model/runs/digest.ts";
import { type ListedRun, packRuns } from "../../src/model/runs/runs-file.ts";
import { referenceRuns } from "../store/reference-runs.ts";
import { readRuns } from "../store/runs.ts";
import { say } from "../terminal/print.ts";

/** All runs in short, oldest first, for the page that lays them side by side. */
export function writeRunsFile(out: NodeJS.WritableStream): void {
  out.write(JSON.stringify(packRuns(listedRuns(say))));
}

/** One's own and the reference runs, oldest first; a reference run that was imported too is one's own. */
function listedRuns(warn: (message: string) => void): ListedRun[] {
  const own = readRuns(warn).map(({ run }) => ({ ...digestOf(run), isReference: false }));
  const reference = referenceRuns(warn).map(({ run }) => ({ ...digestOf(run), isReference: true }));
  const others = reference.filter(({ runId }) => !own.some((run) => run.runId === runId));
  return [...own, ...others].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}
