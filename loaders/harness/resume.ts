import type { Run, RunHeader } from "../../src/model/run-file.ts";
import { readRuns, type StoredRun } from "../store/runs.ts";
import type { Progress } from "./progress.ts";

/** Every process that left a row, whether it came to an end or not. */
export function startedProcesses(run: Run | null): Set<string> {
  if (!run) return new Set();
  return new Set(
    [...run.cold, ...run.samples, ...run.memory, ...run.engine, ...run.outcomes].map((row) => row.process),
  );
}

/** The newest run of the same plan on this machine, if it was cut off. */
export function findInterrupted(header: RunHeader, progress: Progress): StoredRun | null {
  const same = (other: RunHeader) => planKey(other) === planKey(header);
  const newest = readRuns((message) => progress.say(message))
    .filter(({ run }) => same(run.header))
    .at(-1);
  const ended = newest?.run.ends.at(-1)?.reason;
  return newest && (ended === undefined || ended === "interrupted") ? newest : null;
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
