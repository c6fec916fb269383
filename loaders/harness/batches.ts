import type { BatchRow, Effort } from "../../src/model/run-file.ts";
import { batchedModel } from "../models/batched-model.ts";
import type { Target } from "../targets/target.ts";
import type { BatchCommand, Batched } from "../worker/protocol.ts";
import { hasSteps } from "../workloads/workload.ts";
import { jobModels, type StagedWorkload } from "./stage.ts";

/** Requests in a call, as far as memory and patience go. */
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
/** Each size is called for so long at least, and no call is asked for that would take longer than the other, ms. */
const LOOK: Readonly<Record<Effort, Pick<BatchCommand, "roundsMs" | "mostCallMs">>> = {
  quick: { roundsMs: 100, mostCallMs: 1_000 },
  default: { roundsMs: 200, mostCallMs: 1_000 },
  publish: { roundsMs: 500, mostCallMs: 4_000 },
};

/** Whether a run looks at batches: a first look has no time for it, unless it is asked to. */
export const looksAtBatches = (options: {
  readonly effort: Effort;
  readonly batches: boolean | null;
}): boolean => options.batches ?? options.effort !== "quick";

/** What a worker is asked for; or why it need not be. */
export function batchCommand(staged: StagedWorkload, effort: Effort): BatchCommand | string {
  if (hasSteps(staged.workload))
    return "a request calls its models as often as it needs, each time with tensors of other shapes";
  const [model] = jobModels(staged);
  try {
    return {
      command: "batch",
      ...batchedModel(model!.path, model!.inputs),
      sizes: SIZES,
      ...LOOK[effort],
    };
  } catch (error) {
    return (error as Error).message;
  }
}

export function batchRow(
  { workload }: StagedWorkload,
  { id }: Target,
  { points, stopped }: Batched,
): BatchRow {
  return {
    kind: "batch",
    workload: workload.id,
    target: id,
    points: [...points],
    stopped,
    at: new Date().toISOString(),
  };
}
