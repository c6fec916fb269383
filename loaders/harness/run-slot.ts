import { readFileSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { separateProfiles } from "../../src/model/engine-profile.ts";
import { largestOf, type OutputArray, parseOutputs, resultOf } from "../../src/model/outputs.ts";
import { TOLERANCE_FACTOR } from "../../src/model/precision.ts";
import type {
  BatchRow,
  Effort,
  EffortParameters,
  EngineSettings,
  ModelPages,
  OutcomeRow,
  RunRow,
} from "../../src/model/run-file.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { scratchFolder } from "../files/scratch.ts";
import { readPeakRss } from "../platform/memory.ts";
import { dropFromPageCache } from "../platform/page-cache.ts";
import { InvalidRow, RowFileError } from "../store/row-file.ts";
import type { Target } from "../targets/target.ts";
import { SEGMENTS } from "../worker/laps.ts";
import { batchCommand, batchRow } from "./batches.ts";
import { type Measured, type MeasuredWorker, measureWorker } from "./measure-worker.ts";
import type { Slot } from "./plan.ts";
import { jobFor, type Scored, type StagedWorkload, startWorker } from "./stage.ts";
import { type WorkerProcess, WorkerTimeout } from "./worker-process.ts";

export interface SlotContext {
  readonly slot: Slot;
  readonly staged: StagedWorkload;
  readonly target: Target;
  readonly artefacts: Readonly<Record<string, string>>;
  readonly reference: readonly OutputArray[];
  /** Of a language model whose engines may say other tokens. */
  readonly scored?: Scored;
  readonly parameters: EffortParameters;
  /** Of its cell, as they are planned. */
  readonly processes: number;
  /** What this cell sets of its engine; may have to be searched first. */
  readonly settings: () => Promise<EngineSettings>;
  /** How closely to look at the model's call with more than one request in it; absent where that is not looked at. */
  readonly batches?: Effort;
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

async function measureProcess(
  context: SlotContext,
  fields: Omit<Slot, "slot">,
  settings: EngineSettings,
): Promise<Measured> {
  const { slot, staged, target, parameters, signal, append } = context;
  const scratch = scratchFolder();
  const outputsPath = join(scratch, "outputs.bin");
  const job = jobFor(staged, target, context.artefacts, settings);
  const { scored } = context;
  const processes = Math.min(context.processes, parameters.slowProcesses);
  const modelPages = readsFromDisk(slot, target, processes) ? await dropped(staged) : null;
  const worker = await startWorker(target, job, {
    timeoutMs: parameters.timeoutMs,
    signal,
    cwd: scratch,
    onSamples: (batch) => append({ ...batch, kind: "samples", ...fields, segments: [...SEGMENTS] }),
  });
  try {
    const measured = asMeasured(worker, slot, outputsPath);
    const { batches: effort } = context;
    const batches =
      effort && target.batches ? { batches: () => batchesOf(worker, staged, target, effort) } : {};
    return await measureWorker(
      { ...measured, ...batches },
      {
        fields,
        parameters,
        tolerance: toleranceOf(staged, target, context.reference),
        reference: context.reference,
        ...(scored ? { scored } : {}),
        ...(modelPages ? { modelPages } : {}),
        append,
        isFatal: (error) => signal.aborted || isNotTheTargets(error),
      },
    );
  } finally {
    await worker.close();
    rmSync(outputsPath, { force: true });
    rmSync(job.responsePath, { force: true });
  }
}

/**
 * Every second process of a language model, so that loading it is measured from memory and from the disk; none where that would leave a
 * single one of the former.
 */
const readsFromDisk = ({ replicate }: Slot, { reads }: Target, processes: number): boolean =>
  reads === "gguf" && processes > 2 && replicate % 2 === 1;

/** Has the system forget the models' files; what it says of the first that it kept. */
async function dropped({ models }: StagedWorkload): Promise<ModelPages> {
  const all: ModelPages[] = [];
  for (const { path } of models) all.push(await dropFromPageCache(path));
  return all.find(({ state }) => state === "kept") ?? all[0]!;
}

async function batchesOf(
  worker: WorkerProcess,
  staged: StagedWorkload,
  target: Target,
  effort: Effort,
): Promise<BatchRow> {
  const command = batchCommand(staged, effort);
  const batched =
    typeof command === "string" ? { points: [], stopped: command } : await worker.batch(command);
  return batchRow(staged, target, batched);
}

/** What may differ, where that depends on how large the right values are, or on how finely the target computes. */
export function toleranceOf(
  { workload: { tolerance } }: StagedWorkload,
  { precision }: Target,
  reference: readonly OutputArray[],
) {
  const { result, relative } = tolerance;
  const factor = precision ? TOLERANCE_FACTOR[precision] : 1;
  const ofLargest = relative === undefined ? 0 : relative * largestOf(resultOf(reference));
  return { ...tolerance, result: factor * Math.max(result, ofLargest) };
}

/** A process on this machine: its memory is read from outside, and what it writes lies on disk. */
function asMeasured(worker: WorkerProcess, slot: Slot, outputsPath: string): MeasuredWorker {
  return {
    opened: () => worker.opened(),
    warm: async (parameters) => {
      const warm = await worker.warm(parameters);
      return { ...warm, peak: warm.peak === undefined ? await readPeakRss(worker.pid) : warm.peak };
    },
    score: (text) => worker.score(text),
    outputs: async () => {
      await worker.writeOutputs(outputsPath);
      return parseOutputs(readFileSync(outputsPath));
    },
    profile: async (iterations) => {
      const prefix = join(scratchFolder(), `profile-${slot.slot}`);
      const profile = await worker.profile(prefix, iterations);
      if (profile === null) return null;
      const { files, calls, runMs, printed, times } = profile;
      // A profile on stdout is complete only when the process is gone.
      await worker.close();
      if (times) return { runMs, times };
      if (files.length === 0) return { runMs, calls, texts: separateProfiles(printed ?? worker.stdout) };
      const texts = files.map((file) => readFileSync(file, "utf8"));
      for (const file of files) rmSync(file, { force: true });
      return { runMs, calls, texts };
    },
  };
}
