import { RECORDING_SUFFIX } from "./recording-file.ts";
import { type ReadRun, readRunFile } from "./run-file.ts";
import { filesEnding, readDated } from "./runs-folder.ts";

export interface StoredRun extends ReadRun {
  readonly path: string;
}

/** Paths of all run files, by name. */
export const runPaths = (): string[] => filesEnding(".jsonl", RECORDING_SUFFIX);

/** Reads every run, oldest first. What cannot be read or counted is reported and skipped. */
export function readRuns(warn: (message: string) => void): StoredRun[] {
  return readDated(
    {
      noun: "run",
      paths: runPaths(),
      read: readRunFile,
      of: ({ run: { header } }) => ({ id: header.runId, startedAt: header.startedAt }),
    },
    warn,
  );
}

/**
 * The run that is asked for, else the newest; undefined where there is none.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenOf(runs: readonly StoredRun[], runId: string | undefined): StoredRun | undefined {
  if (runId === undefined) return newestOf(runs);
  const found = runs.find(({ run }) => run.header.runId === runId);
  if (found) return found;
  const known = runs.map(({ run }) => run.header.runId).join(", ") || "none";
  throw new Error(`no run "${runId}"; known: ${known}. \`npx portolan runs\` lists them`);
}

/**
 * The newest, of those that hold today's program if there are any: a run of a reader's browser has nothing to compare
 * with.
 */
export function newestOf<R extends Pick<StoredRun, "run">>(runs: readonly R[]): R | undefined {
  return runs.findLast(({ run }) => run.header.environment.browser === undefined) ?? runs.at(-1);
}
