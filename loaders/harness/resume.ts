import { join } from "node:path";
import type { Run, RunHeader } from "../../src/model/run-file.ts";
import { holdersIn, saidOf, sweepLocks } from "../files/lock.ts";
import { runsFolder } from "../paths.ts";
import { HeldFile } from "../store/row-file.ts";
import { RunWriter, readRunFile } from "../store/run-file.ts";
import { eachRun, type ListedRun, type StoredRun } from "../store/runs.ts";
import type { Progress } from "./progress.ts";

/** Every process that left a row, whether it came to an end or not. */
export function startedProcesses(run: Run | null): Set<string> {
  if (!run) return new Set();
  return new Set(
    [...run.cold, ...run.samples, ...run.memory, ...run.engine, ...run.outcomes].map((row) => row.process),
  );
}

export interface OpenedRun {
  readonly writer: RunWriter;
  readonly header: RunHeader;
  /** What is gone on with; null for a new run. */
  readonly previous: Run | null;
}

/**
 * Opens the run to measure into: the newest of the same plan on this machine if it was cut off and nobody is at it, else
 * a new one.
 */
export function openRun(header: RunHeader, fresh: boolean, progress: Progress): OpenedRun {
  sweepLocks(runsFolder());
  for (const holder of holdersIn(runsFolder()))
    progress.say(
      `Note: ${saidOf(holder)}. This run is one of its own, but the two disturb each other's times.`,
    );
  return (fresh ? null : goOn(header, progress)) ?? startNew(header);
}

function startNew(header: RunHeader): OpenedRun {
  const path = join(runsFolder(), `${header.runId}.jsonl`);
  return { writer: new RunWriter(path, header), header, previous: null };
}

function goOn(header: RunHeader, progress: Progress): OpenedRun | null {
  let newest: StoredRun | undefined;
  const ofMachine = (run: ListedRun) => run.machineId === header.environment.machineId;
  for (const run of eachRun((message) => progress.say(message), ofMachine))
    if (planKey(run.run.header) === planKey(header)) newest = run;
  if (!newest || !wasCutOff(newest.run)) return null;
  const writer = ownerOf(newest.path);
  if (!writer) return null;
  // Read again by its owner: somebody else may have come to its end since.
  const { run } = readRunFile(newest.path);
  if (wasCutOff(run)) return { writer, header: run.header, previous: run };
  writer.close();
  return null;
}

/** @returns null if somebody else is at it */
function ownerOf(path: string): RunWriter | null {
  try {
    return new RunWriter(path, null);
  } catch (error) {
    if (error instanceof HeldFile) return null;
    throw error;
  }
}

function wasCutOff({ ends }: Run): boolean {
  const ended = ends.at(-1)?.reason;
  return ended === undefined || ended === "interrupted";
}

/** Two runs with equal keys ask the same question of the same machine with the same parts. */
function planKey({ environment, targets, workloads, ...header }: RunHeader): string {
  return JSON.stringify([
    header.suiteVersion,
    header.effort,
    header.parameters,
    environment.machineId,
    workloads.map((w) => [w.id, w.size, w.model.sha256]),
    targets.map((t) => [t.id, t.available && t.engines]),
  ]);
}
