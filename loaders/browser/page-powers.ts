/** What a page may do: `run` is what a page's worker does, in a page of either kind. */
import { finestStep } from "../../src/model/live/clock-step.ts";

export interface PowersJob {
  /** How many are asked for. */
  readonly threads: number;
  /** A model of one operator, its bytes. */
  readonly model: readonly number[];
}

export interface PagePowers {
  /** What the page says of itself. */
  readonly isolated: boolean;
  readonly sharedMemory: boolean;
  readonly clockStepMs: number;
  /** That onnxruntime-web works with, its own included. */
  readonly threads: number;
}

export async function run({ threads, model }: PowersJob): Promise<PagePowers> {
  let started = 0;
  // The engine says how many it was told; each that it has is a worker that it starts.
  globalThis.Worker = class extends Worker {
    constructor(...of: ConstructorParameters<typeof Worker>) {
      super(...of);
      started++;
    }
  };
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(Uint8Array.from(model), { executionProviders: ["wasm"] });
  await session.release();
  return {
    isolated: crossOriginIsolated,
    sharedMemory: typeof SharedArrayBuffer === "function",
    clockStepMs: finestStep(() => performance.now()),
    threads: 1 + started,
  };
}
