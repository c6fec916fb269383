import { mulberry32, seedOf } from "../../src/model/random.ts";
import type { SearchRow } from "../../src/model/run-file.ts";
import { scratchFolder } from "../files/scratch.ts";
import type { SlotContext } from "./run-slot.ts";
import { searchSettings } from "./search-settings.ts";
import { jobFor, startWorker } from "./stage.ts";
import type { WorkerProcess } from "./worker-process.ts";

const STEP_MS = 100;
/** A search works as long as so many processes of a cell. */
const LIVES = 4;

/**
 * Searches the settings of a tuned target's engine for one workload, in processes that measure nothing else: the figures
 * of its cell come from others, so that no lucky draw of the search is in them.
 *
 * @throws WorkerCrash, WorkerTimeout
 */
export async function searchCell(
  {
    staged,
    target,
    artefacts,
    parameters,
    signal,
  }: Omit<SlotContext, "slot" | "reference" | "append" | "settings">,
  seed: number,
): Promise<SearchRow> {
  const { alternatives, threadsPerProcess, code } = target.tuning!;
  const workload = staged.workload.id;
  const workers = new Map<number, WorkerProcess>();
  const workerFor = async (threads: number): Promise<WorkerProcess> => {
    let worker = workers.get(threads);
    if (!worker) {
      const job = jobFor(staged, target, artefacts, { threads });
      const options = {
        timeoutMs: LIVES * parameters.timeoutMs,
        signal,
        cwd: scratchFolder(),
        onSamples: () => {},
      };
      worker = await startWorker(target, job, options);
      workers.set(threads, worker);
      await worker.opened();
    }
    return worker;
  };
  const start = performance.now();
  try {
    const result = await searchSettings({
      alternatives,
      open: async (settings) =>
        (await workerFor(threadsPerProcess ? (settings.threads ?? 1) : 1)).trial(settings),
      random: mulberry32(seedOf(`search/${seed}/${workload}/${target.id}`)),
      stepMs: parameters.searchStepMs ?? STEP_MS,
      now: () => performance.now(),
    });
    return {
      kind: "search",
      workload,
      target: target.id,
      ...result,
      code: code(result.chosen),
      elapsedMs: performance.now() - start,
      at: new Date().toISOString(),
    };
  } finally {
    for (const worker of workers.values()) await worker.close();
  }
}
