import { readFileSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { mean } from "simple-statistics";
import { engineTotals, timedTotals } from "../../src/model/engine-profile.ts";
import type {
  EffortParameters,
  EngineRow,
  EngineSettings,
  OutcomeRow,
  RunRow,
} from "../../src/model/run-file.ts";
import { middleHalf } from "../../src/model/statistics/middle-half.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { scratchFolder } from "../files/scratch.ts";
import { readPeakRss } from "../platform/memory.ts";
import { InvalidRow, RowFileError } from "../store/row-file.ts";
import type { Target } from "../targets/target.ts";
import { SEGMENTS } from "../worker/laps.ts";
import { compareOutputs, type OutputArray, readOutputs } from "./outputs.ts";
import type { Slot } from "./plan.ts";
import { jobFor, type StagedWorkload, startWorker } from "./stage.ts";
import { type WorkerProcess, WorkerTimeout } from "./worker-process.ts";

export interface SlotContext {
  readonly slot: Slot;
  readonly staged: StagedWorkload;
  readonly target: Target;
  readonly artefacts: Readonly<Record<string, string>>;
  readonly reference: readonly OutputArray[];
  readonly parameters: EffortParameters;
  /** What this cell sets of its engine; may have to be searched first. */
  readonly settings: () => Promise<EngineSettings>;
  readonly signal: AbortSignal;
  readonly append: (row: RunRow) => void;
}

/**
 * Runs one process of the plan and appends what it measured. A crash, a time-out or a wrong output is an
 * outcome of this slot, never an exception; only an interruption by the user is thrown on.
 */
export async function runSlot(context: SlotContext): Promise<OutcomeRow> {
  const { slot, signal, append } = context;
  const { process, workload, target, arm, replicate } = slot;
  const fields = { process, workload, target, arm, replicate };
  let start = performance.now();
  const outcome = (rest: Measured): OutcomeRow => {
    const row: OutcomeRow = {
      kind: "outcome",
      ...fields,
      slot: slot.slot,
      cpuPerWall: null,
      overheadMs: null,
      agreement: null,
      ...rest,
      elapsedMs: performance.now() - start,
      loadAverage1m: loadavg()[0] ?? 0,
      at: new Date().toISOString(),
    };
    append(row);
    return row;
  };
  try {
    const settings = await context.settings();
    // What a search took is no part of what a process of this cell takes.
    start = performance.now();
    return outcome(await measureProcess(context, fields, settings));
  } catch (error) {
    if (signal.aborted || isNotTheTargets(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const detail = error instanceof InvalidRow ? `the worker reported what cannot be: ${said}` : said;
    return outcome({ state: error instanceof WorkerTimeout ? "timeout" : "crash", detail });
  }
}

/** A full disk, or a run file that cannot be written, ends the run; no target is to be blamed for it. */
const isNotTheTargets = (error: unknown): boolean => error instanceof RowFileError || isDiskFull(error);

type Measured = Pick<OutcomeRow, "state" | "detail"> & Partial<OutcomeRow>;

async function measureProcess(
  context: SlotContext,
  fields: Omit<Slot, "slot">,
  settings: EngineSettings,
): Promise<Measured> {
  const { slot, staged, target, parameters, signal, append } = context;
  const scratch = scratchFolder();
  const outputsPath = join(scratch, "outputs.bin");
  const job = jobFor(staged, target, context.artefacts, settings);
  const worker = await startWorker(target, job, {
    timeoutMs: parameters.timeoutMs,
    signal,
    cwd: scratch,
    onSamples: (batch) => append({ ...batch, kind: "samples", ...fields, segments: [...SEGMENTS] }),
  });
  /** A profile that cannot be read costs its split, never the times that were taken before it. */
  const profileOrReason = async (): Promise<string | null> => {
    try {
      append({ kind: "engine", ...fields, ...(await profiled(worker, slot, parameters)) });
      return null;
    } catch (error) {
      if (signal.aborted || isNotTheTargets(error)) throw error;
      return `the engine's profile could not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  try {
    append({ kind: "cold", ...fields, ...(await worker.opened()) });
    const warm = await worker.warm(parameters);
    const peak = warm.peak === undefined ? await readPeakRss(worker.pid) : warm.peak;
    if (peak) append({ kind: "memory", ...fields, ...peak, selfReportedBytes: warm.selfReportedBytes });
    await worker.writeOutputs(outputsPath);
    const compared = compareOutputs(readOutputs(outputsPath), context.reference, staged.workload.tolerance);
    const unprofiled = slot.arm === "wall" && slot.replicate === 0 ? await profileOrReason() : null;
    const { cpuPerWall, overheadMs, clockStepMs } = warm;
    const { maxAbsError, tolerance, compared: count, stage } = compared;
    return {
      state: compared.agrees ? "ok" : "mismatch",
      detail: compared.agrees ? (unprofiled ?? "") : compared.detail,
      cpuPerWall,
      overheadMs,
      ...(clockStepMs === undefined ? {} : { clockStepMs }),
      agreement: { maxAbsError, tolerance, compared: count, stage },
    };
  } finally {
    await worker.close();
    rmSync(outputsPath, { force: true });
    rmSync(job.responsePath, { force: true });
  }
}

/** Runs the profiled arm and reads what the engine's own profiler says of it. */
async function profiled(
  worker: WorkerProcess,
  slot: Slot,
  { profiledIterations }: EffortParameters,
): Promise<Pick<EngineRow, "iterations" | "runMs" | "modelRunMs" | "executorMs" | "kernelMs" | "operators">> {
  const prefix = join(scratchFolder(), `profile-${slot.slot}`);
  const { file, runMs, printed, times } = await worker.profile(prefix, profiledIterations);
  // A profile on stdout is complete only when the process is gone.
  await worker.close();
  if (times) return { ...timedTotals(times), runMs: mean([...middleHalf(runMs, (ms) => ms)]) };
  const totals = engineTotals(
    file === null ? (printed ?? worker.stdout) : readFileSync(file, "utf8"),
    runMs.length,
  );
  if (file !== null) rmSync(file, { force: true });
  return { ...totals, operators: [...totals.operators], runMs: mean([...middleHalf(runMs, (ms) => ms)]) };
}
