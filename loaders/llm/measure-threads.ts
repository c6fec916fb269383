import { availableParallelism } from "node:os";
import { threadCounts } from "../../src/model/llm/threads.ts";
import type { Effort, ThreadsRow } from "../../src/model/run-file.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { runProgram } from "../harness/run-program.ts";
import { jobModels, type StagedWorkload, stageWorkload } from "../harness/stage.ts";
import { Interrupted } from "../interruption.ts";
import type { Target } from "../targets/target.ts";
import type { ThreadRounds, ThreadsJob } from "./thread-rounds.ts";

interface Look {
  readonly rounds: number;
  readonly generatedTokens: number;
  readonly mostMs: number;
}

const LOOK: Readonly<Record<Effort, Look>> = {
  quick: { rounds: 3, generatedTokens: 16, mostMs: 12_000 },
  default: { rounds: 7, generatedTokens: 32, mostMs: 60_000 },
  publish: { rounds: 15, generatedTokens: 32, mostMs: 180_000 },
};

/** Beside its rounds: to start, to load, and to end what was being said when time was up. */
const SPARE_MS = 60_000;

interface Options {
  readonly effort: Effort;
  readonly signal: AbortSignal;
}

/**
 * A conversation of a workload on 1, 2 … threads of an engine, up to twice as many as there are cores: a row each, or one with the reason
 * why there is none. Its prompt is of the usual size, since a short one would say little of reading.
 *
 * @param program path in `loaders/` of what has the conversation
 */
export async function measureThreads(
  program: string,
  { workload, models }: StagedWorkload,
  target: Target,
  artefacts: Readonly<Record<string, string>>,
  { effort, signal }: Options,
): Promise<ThreadsRow[]> {
  const base = { kind: "threads", workload: workload.id, target: target.id } as const;
  const at = () => new Date().toISOString();
  const size = workload.sizes.find(({ id }) => id === workload.defaultSize)!;
  const staged = stageWorkload(workload, size, models);
  const [model] = jobModels(staged);
  const job: ThreadsJob = {
    enginePath: artefacts.engine!,
    modelPath: model!.path,
    contextTokens: model!.inputs[0]!.dims[0]!,
    payloadPath: staged.payloadPath,
    threads: threadCounts(availableParallelism()),
    ...LOOK[effort],
  };
  try {
    const found = (await runProgram({ module: program, host: "node" }, job, {
      timeoutMs: job.mostMs + SPARE_MS,
      signal,
    })) as ThreadRounds;
    return found.map((one) => ({ ...base, ...one, missing: null, at: at() }));
  } catch (error) {
    if (error instanceof Interrupted || isDiskFull(error)) throw error;
    const missing = { reason: (error as Error).message, enable: "npx portolan doctor" };
    return [{ ...base, threads: 1, promptTokens: 0, rounds: [], missing, at: at() }];
  }
}
