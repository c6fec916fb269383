import { readFileSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { mean } from "simple-statistics";
import { engineTotals } from "../../src/model/engine-profile.ts";
import type { EffortParameters, OutcomeRow, RunRow } from "../../src/model/run-file.ts";
import { middleHalf } from "../../src/model/statistics/middle-half.ts";
import { homeFolder } from "../paths.ts";
import type { Target } from "../targets/target.ts";
import { SEGMENTS } from "../worker/laps.ts";
import type { SampleBatch } from "../worker/protocol.ts";
import { compareOutputs, type OutputArray, readOutputs } from "./outputs.ts";
import { readPeakRss } from "./peak-rss.ts";
import type { Slot } from "./plan.ts";
import { jobFor, launchFor, type StagedWorkload } from "./stage.ts";
import { WorkerProcess, WorkerTimeout } from "./worker-process.ts";

export interface SlotContext {
  readonly slot: Slot;
  readonly staged: StagedWorkload;
  readonly target: Target;
  readonly artefacts: Readonly<Record<string, string>>;
  readonly reference: readonly OutputArray[];
  readonly parameters: EffortParameters;
  readonly signal: AbortSignal;
  readonly append: (row: RunRow) => void;
}

/**
 * Runs one process of the plan and appends what it measured. A crash, a time-out or a wrong output is an
 * outcome of this slot, never an exception; only an interruption by the user is thrown on.
 */
export async function runSlot(context: SlotContext): Promise<OutcomeRow> {
  const { slot, parameters, signal, append } = context;
  const { process: id, workload, target, arm, replicate } = slot;
  const fields = { process: id, workload, target, arm, replicate };
  const start = performance.now();
  const outcome = (rest: Pick<OutcomeRow, "state" | "detail"> & Partial<OutcomeRow>): OutcomeRow => {
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

  const scratch = homeFolder("tmp");
  const profilePrefix = arm === "profiled" ? join(scratch, `profile-${process.pid}-${slot.slot}`) : null;
  const outputsPath = join(scratch, `outputs-${process.pid}.bin`);
  const profiledRunMs: number[] = [];
  const onSamples = (batch: SampleBatch) => {
    if (arm === "profiled") profiledRunMs.push(...(batch.spanMs[ENGINE_SEGMENT] ?? []));
    else append({ kind: "samples", ...fields, segments: [...SEGMENTS], ...batch });
  };
  const job = jobFor(context.staged, context.target, context.artefacts, profilePrefix);
  const launch = await launchFor(context.target, workload);
  const worker = new WorkerProcess(launch, job, {
    timeoutMs: parameters.timeoutMs,
    signal,
    cwd: scratch,
    onSamples,
  });
  try {
    const cold = await worker.opened();
    if (arm !== "profiled") append({ kind: "cold", ...fields, ...cold });
    const warm = await worker.warm(arm === "profiled" ? profiledLoop(parameters) : parameters);
    if (arm !== "profiled") {
      const peak = await readPeakRss(worker.pid);
      if (peak) append({ kind: "memory", ...fields, ...peak, selfReportedBytes: warm.selfReportedBytes });
    }
    await worker.writeOutputs(outputsPath);
    const compared = compareOutputs(readOutputs(outputsPath), context.reference, context.staged.workload.tolerance);
    const { agrees: _, ...agreement } = { detail: "", ...compared };
    if (arm === "profiled") {
      const file = await worker.endProfile();
      await worker.close();
      const totals = engineTotals(file ? readFileSync(file, "utf8") : worker.stdout, profiledRunMs.length);
      append({ kind: "engine", ...fields, runMs: mean([...middleHalf(profiledRunMs, (ms) => ms)]), ...totals, operators: [...totals.operators] });
      if (file) rmSync(file, { force: true });
    }
    const measured = { cpuPerWall: warm.cpuPerWall, overheadMs: warm.overheadMs };
    const { detail, ...numbers } = agreement;
    return compared.agrees
      ? outcome({ state: "ok", detail: "", ...measured, agreement: numbers })
      : outcome({ state: "mismatch", detail, ...measured, agreement: numbers });
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return outcome({ state: error instanceof WorkerTimeout ? "timeout" : "crash", detail });
  } finally {
    await worker.close();
    rmSync(outputsPath, { force: true });
    rmSync(job.responsePath, { force: true });
  }
}

const ENGINE_SEGMENT = SEGMENTS.findIndex((segment) => segment.bucket === "compute");

/** Few iterations: the profiler buffers every kernel, and its shares settle long before its times do. */
const profiledLoop = ({ profiledIterations }: EffortParameters) => ({
  warmTimeMs: 1,
  warmupIterations: 2,
  minIterations: profiledIterations,
  maxIterations: profiledIterations,
});
