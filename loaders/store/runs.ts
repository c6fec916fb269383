import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { runsFolder } from "../paths.ts";
import { RECORDING_SUFFIX } from "./recording-file.ts";
import { type ReadRun, readRunFile } from "./run-file.ts";

export interface StoredRun extends ReadRun {
  readonly path: string;
}

/** Paths of all run files, oldest first; names begin with the time. */
export function runPaths(): string[] {
  return readdirSync(runsFolder())
    .filter((name) => name.endsWith(".jsonl") && !name.endsWith(RECORDING_SUFFIX))
    .sort()
    .map((name) => join(runsFolder(), name));
}

/** Reads every run; a damaged file is reported and skipped, so that it does not take the others down. */
export function readRuns(warn: (message: string) => void): StoredRun[] {
  const runs: StoredRun[] = [];
  for (const path of runPaths()) {
    try {
      const read = readRunFile(path);
      for (const warning of read.warnings) warn(warning);
      runs.push({ path, ...read });
    } catch (error) {
      warn(`skipped ${basename(path)}: ${(error as Error).message}`);
    }
  }
  return runs;
}
