import type { WorkerContext } from "../worker/main.ts";
import type { Session } from "./engine.ts";
import { ortSession } from "./ort.ts";
import { ortOptions } from "./ort-options.ts";

/** onnxruntime-web's Wasm provider, in Node or a browser. Its profiler prints to stdout or the console. */
export async function openOrtWeb(
  { job, clock, read }: WorkerContext,
  profilePrefix: string | null,
): Promise<Session> {
  const ort = await clock.import(() => import("onnxruntime-web"));
  return clock.session(async () => {
    ort.env.wasm.numThreads = job.threads;
    ort.env.logLevel = "error";
    const session = await ort.InferenceSession.create(await read(job.modelPath), {
      executionProviders: ["wasm"],
      ...ortOptions(job.settings),
      enableProfiling: profilePrefix !== null,
    });
    return ortSession(job, session, ort.Tensor, () => null);
  });
}
