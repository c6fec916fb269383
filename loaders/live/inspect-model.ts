import type { ModelSignature } from "../../src/model/live/runner.ts";
import type { Inspected } from "./inspect-worker.ts";

const LONGEST_MS = 120_000;

/** Asks a worker of its own what a model takes and gives. @throws Error with the engine's words */
export function inspectModel(script: string, model: string): Promise<ModelSignature> {
  const worker = new Worker(script, { type: "module" });
  const looked = new Promise<ModelSignature>((resolve, reject) => {
    const fail = (message: string) => reject(new Error(message));
    worker.addEventListener("message", ({ data }: MessageEvent<Inspected>) =>
      "error" in data ? fail(data.error) : resolve(data.signature),
    );
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message || "the worker that looks into it ended, perhaps for lack of memory");
    });
    setTimeout(() => fail(`the engine had not opened it after ${LONGEST_MS / 1e3} s`), LONGEST_MS);
    worker.postMessage(model);
  });
  return looked.finally(() => worker.terminate());
}
