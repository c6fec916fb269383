import { runProgram } from "../harness/run-program.ts";
import { leastModel } from "../models/least-model.ts";
import type { PagePowers, PowersJob } from "./page-powers.ts";

/** The same page served with the two headers that isolate it, and without. */
export interface Isolation {
  readonly threadsAsked: number;
  readonly isolated: PagePowers;
  readonly plain: PagePowers;
}

/**
 * What a page loses that is not cross-origin isolated, measured.
 *
 * @throws WorkerCrash, WorkerTimeout, Interrupted; where there is no browser
 */
export async function measureIsolation(threadsAsked: number, signal: AbortSignal): Promise<Isolation> {
  const job: PowersJob = { threads: threadsAsked, model: [...leastModel()] };
  const ask = async (isolated: boolean) =>
    (await runProgram({ host: "browser", module: "browser/page-powers.ts", isolated }, job, {
      timeoutMs: 60_000,
      signal,
    })) as PagePowers;
  return { threadsAsked, isolated: await ask(true), plain: await ask(false) };
}
