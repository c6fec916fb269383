import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { WorkerParts } from "../worker/main.ts";
import { ortSession } from "./ort.ts";
import { ortOptions } from "./ort-options.ts";

/** What its builds have in common. */
export interface OrtWeb {
  readonly env: { logLevel?: string | undefined; readonly wasm: { numThreads?: number } };
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: typeof Tensor;
}

/** onnxruntime-web with one of its providers, in Node or a browser. Its profiler prints to stdout or the console. */
export function ortWeb(
  provider: "wasm" | "webgl" | "webnn",
  load: () => Promise<unknown>,
): WorkerParts["openSession"] {
  return async (context, profilePrefix) => {
    const { job, model, clock, read } = context;
    const ort = (await clock.import(load)) as OrtWeb;
    return clock.session(async () => {
      ort.env.wasm.numThreads = job.threads;
      ort.env.logLevel = "error";
      const session = await ort.InferenceSession.create(await read(model.path), {
        executionProviders: [provider],
        ...ortOptions(job.settings),
        enableProfiling: profilePrefix !== null,
      });
      return ortSession(context, session, ort.Tensor, () => null);
    });
  };
}

/** The provider that computes on the CPU. */
export const openOrtWeb = /* @__PURE__ */ ortWeb("wasm", () => import("onnxruntime-web"));
