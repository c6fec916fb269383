import { statSync } from "node:fs";
import { askedRuns } from "./asked-runs.ts";
import { RECORDING_SUFFIX } from "./recording-file.ts";
import { type ReadRun, type RunLabel, readRunFile, readRunLabel } from "./run-file.ts";
import { filesEnding, readDated, skippedText } from "./runs-folder.ts";

export interface StoredRun extends ReadRun {
  readonly path: string;
}

/** A run that is there, by the first line of its file; the rest of it may be damaged. */
export interface ListedRun extends RunLabel {
  readonly path: string;
}

/** Paths of all run files, by name. */
export const runPaths = (): string[] => filesEnding(".jsonl", RECORDING_SUFFIX);

/** Labels that were read, by file: a build asks for the list again and again. */
const labels = new Map<string, { readonly mtimeMs: number; readonly label: RunLabel }>();

function labelOf(path: string): RunLabel {
  const { mtimeMs } = statSync(path);
  const known = labels.get(path);
  if (known?.mtimeMs === mtimeMs) return known.label;
  const label = readRunLabel(path);
  labels.set(path, { mtimeMs, label });
  return label;
}

/** Every run, oldest first, by its header alone. What cannot be read or counted is reported and skipped. */
export function listRuns(warn: (message: string) => void): ListedRun[] {
  return readDated(
    {
      noun: "run",
      paths: runPaths(),
      read: (path) => ({ ...labelOf(path), warnings: [] }),
      of: ({ runId, startedAt }) => ({ id: runId, startedAt }),
    },
    warn,
  );
}

/** Reads every run, oldest first, one at a time: there may be more of them than memory holds. */
export const eachRun = (
  warn: (message: string) => void,
  which: (run: ListedRun) => boolean = () => true,
): Generator<StoredRun> => eachOf(listRuns(warn).filter(which), warn);

/** The same of those that are listed already. */
export function* eachOf(listed: readonly ListedRun[], warn: (message: string) => void): Generator<StoredRun> {
  for (const one of listed) {
    const run = readListed(one, warn);
    if (run) yield run;
  }
}

/** Reads every run, oldest first. What cannot be read or counted is reported and skipped. */
export const readRuns = (warn: (message: string) => void): StoredRun[] => [...eachRun(warn)];

function readListed({ path }: ListedRun, warn: (message: string) => void): StoredRun | null {
  try {
    const read = readRunFile(path);
    for (const warning of read.warnings) warn(warning);
    return { path, ...read };
  } catch (error) {
    warn(skippedText(path, error));
    return null;
  }
}

/**
 * The run that is asked for, else the newest, read to its end; undefined where there is none. The newest is of those that hold today's
 * program if there are any: a run of a reader's browser has nothing to compare with.
 *
 * @throws Error that lists the known runs, for an unknown one
 */
export function chosenRun(asked: string | undefined, warn: (message: string) => void): StoredRun | undefined {
  const runId = askedRuns(asked).main;
  const listed = listRuns(warn);
  if (runId !== undefined) {
    const found = listed.find((one) => one.runId === runId);
    const run = found && readListed(found, warn);
    if (run) return run;
    throw new Error(`no run "${runId}"; known: ${namesOf(listed)}. \`npx portolan runs\` lists them`);
  }
  const ofBrowser = listed.filter(({ isOfBrowser }) => isOfBrowser);
  const others = listed.filter(({ isOfBrowser }) => !isOfBrowser);
  for (const one of [...ofBrowser, ...others].reverse()) {
    const run = readListed(one, warn);
    if (run) return run;
  }
  return undefined;
}

/** In a message the newest are enough. */
const MOST_NAMES = 20;

function namesOf(runs: readonly ListedRun[]): string {
  const names = runs.slice(-MOST_NAMES).map(({ runId }) => runId);
  const before = runs.length - names.length;
  return `${before > 0 ? `${before} older ones, ` : ""}${names.join(", ") || "none"}`;
}
