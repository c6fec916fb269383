import { mean } from "simple-statistics";
import { engineTotals, timedTotals } from "../../src/model/engine-profile.ts";
import { perplexity, perplexityDiffers } from "../../src/model/llm/perplexity.ts";
import { compareOutputs, type OutputArray, type OutputTolerance } from "../../src/model/outputs.ts";
import type {
  BatchRow,
  EffortParameters,
  EngineRow,
  ModelPages,
  OutcomeRow,
  RunRow,
} from "../../src/model/run-file.ts";
import { middleHalf } from "../../src/model/statistics/middle-half.ts";
import type { EngineTimes } from "../engines/engine.ts";
import type { Opened, WarmDone, WarmParameters } from "../worker/protocol.ts";
import type { Slot } from "./plan.ts";
import type { Scored } from "./stage.ts";

/** A worker that was started on a job, wherever it runs: a process of this machine, or a worker of a reader's page. */
export interface MeasuredWorker {
  opened(): Promise<Opened & { readonly spawnMs: number }>;
  /** With the peak of its memory as seen from outside, where it can be. */
  warm(parameters: WarmParameters): Promise<WarmDone>;
  /** Of its last request. */
  outputs(): Promise<OutputArray[]>;
  /** How likely its language model takes a text to be; null where its engine does not tell, absent where that is not looked at. */
  score?(text: Int32Array): Promise<readonly (number | null)[] | null>;
  /** The model's call with more and more requests in it, after all else that is timed; absent where that is not looked at. */
  batches?(): Promise<BatchRow>;
  /** The profiled arm, the last thing that it is asked: what the engine wrote, or what was timed in its place; null where neither is. */
  profile(iterations: number): Promise<WorkerProfile | null>;
}

type WorkerProfile = {
  readonly runMs: readonly number[];
} /** Of each model, in the job's order, with how often a request calls it. */ & (
  | { readonly texts: readonly string[]; readonly calls: readonly number[]; readonly times?: never }
  | { readonly times: readonly EngineTimes[] }
);

export interface Measurement {
  readonly fields: Omit<Slot, "slot">;
  readonly parameters: EffortParameters;
  readonly tolerance: OutputTolerance;
  /** Null where there is none: then nothing is compared. */
  readonly reference: readonly OutputArray[] | null;
  /** A text that its first process has to take for as likely as the reference does; absent where none is. */
  readonly scored?: Scored;
  /** What of its model was in memory; absent where nobody took care that it wasn't. */
  readonly modelPages?: ModelPages;
  readonly append: (row: RunRow) => void;
  /** Whether an error ends more than this worker, such as a full disk. */
  readonly isFatal: (error: unknown) => boolean;
}

/** What an outcome says of it. */
export type Measured = Pick<OutcomeRow, "state" | "detail"> & Partial<OutcomeRow>;

/** Takes a worker through everything that is measured of it, in order, and appends what it measured. */
export async function measureWorker(
  worker: MeasuredWorker,
  { fields, parameters, tolerance, reference, scored, modelPages, append, isFatal }: Measurement,
): Promise<Measured> {
  /** A profile that cannot be read costs its split, never the times that were taken before it. */
  const profileOrReason = async (): Promise<string | null> => {
    try {
      const profile = await worker.profile(parameters.profiledIterations);
      if (profile !== null) append({ kind: "engine", ...fields, ...totalsOf(profile) });
      return null;
    } catch (error) {
      if (isFatal(error)) throw error;
      return `the engine's profile could not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  /** A ladder that ends the worker costs itself, and the profile that would have come after it. */
  const batchesOrReason = async (): Promise<string | null> => {
    try {
      if (worker.batches) append(await worker.batches());
      return null;
    } catch (error) {
      if (isFatal(error)) throw error;
      return `batches could not be measured: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  append({ kind: "cold", ...fields, ...(modelPages ? { modelPages } : {}), ...(await worker.opened()) });
  const { peak, selfReportedBytes, cpuPerWall, overheadMs, clockStepMs } = await worker.warm(parameters);
  if (peak) append({ kind: "memory", ...fields, ...peak, selfReportedBytes });
  const compared = reference && compareOutputs(await worker.outputs(), reference, tolerance);
  const isFirst = fields.arm === "wall" && fields.replicate === 0;
  const isRight = compared?.agrees !== false;
  const unlike = isFirst && isRight && scored ? await unlikeReference(worker, scored, fields, append) : null;
  const unbatched = isFirst && isRight ? await batchesOrReason() : null;
  const isProfiled = isFirst && unbatched === null && parameters.profiledIterations > 0;
  const unprofiled = isProfiled ? await profileOrReason() : unbatched;
  const base = { cpuPerWall, overheadMs, ...(clockStepMs === undefined ? {} : { clockStepMs }) };
  if (compared === null) return { state: "ok", detail: unprofiled ?? "", ...base };
  const { maxAbsError, tolerance: allowed, compared: count, stage } = compared;
  const wrong = compared.agrees ? unlike : compared.detail;
  return {
    state: wrong === null ? "ok" : "mismatch",
    detail: wrong ?? unprofiled ?? "",
    ...base,
    agreement: { maxAbsError, tolerance: allowed, compared: count, stage },
  };
}

/** Why the engine's model is not the reference's, by how likely it takes a text to be; null where it is, or its engine does not tell. */
async function unlikeReference(
  worker: MeasuredWorker,
  { text, logProbabilities: reference, tolerance }: Scored,
  fields: Measurement["fields"],
  append: Measurement["append"],
): Promise<string | null> {
  const logProbabilities = await worker.score?.(text);
  if (!logProbabilities) return null;
  const referencePerplexity = perplexity(reference);
  append({
    kind: "score",
    ...fields,
    logProbabilities: [...logProbabilities],
    referencePerplexity,
    tolerance,
  });
  return perplexityDiffers(perplexity(logProbabilities), referencePerplexity, tolerance);
}

/** What the engine's own profiler says of the model call. */
function totalsOf(
  profile: WorkerProfile,
): Pick<EngineRow, "iterations" | "runMs" | "modelRunMs" | "executorMs" | "kernelMs" | "operators"> {
  const runMs = mean([...middleHalf(profile.runMs, (ms) => ms)]);
  if (profile.times) return { ...timedTotals(profile.times), runMs };
  const totals = engineTotals(profile.texts, profile.runMs.length, profile.calls);
  return { ...totals, operators: [...totals.operators], runMs };
}
