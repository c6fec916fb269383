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
 * The newest, of those that hold today's program if there are any: a run of a reader's browser has nothing to compare
 * with.
 */
export function newestOf<R extends Pick<StoredRun, "run">>(runs: readonly R[]): R | undefined {
  return runs.findLast(({ run }) => run.header.environment.browser === undefined) ?? runs.at(-1);
}
