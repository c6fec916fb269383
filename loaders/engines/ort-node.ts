import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { WorkerParts } from "../worker/main.ts";
import { ortSession } from "./ort.ts";
import { ortOptions } from "./ort-options.ts";

/** onnxruntime-node with one of its providers. Its profiler writes `<prefix>_<time>.json`. */
export function ortNode(provider: "cpu" | "webgpu"): WorkerParts["openSession"] {
  return async (context, profilePrefix) => {
    const { job, model, clock } = context;
    const ort = await clock.import(() => import("onnxruntime-node"));
    return clock.session(async () => {
      const session = await ort.InferenceSession.create(model.path, {
        executionProviders: [provider],
        interOpNumThreads: 1,
        ...ortOptions({ ...job.settings, threads: job.threads }),
        ...(profilePrefix === null ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }),
      });
      return ortSession(context, session, ort.Tensor, () => profilePrefix && newestWithPrefix(profilePrefix));
    });
  };
}

/** The provider that computes on the CPU. */
export const openOrtNode = /* @__PURE__ */ ortNode("cpu");

/** What its profiler wrote: endProfiling() returns nothing in onnxruntime-node 1.30, and adds the time to the name. */
export function newestWithPrefix(prefix: string): string {
  const names = readdirSync(dirname(prefix)).filter((name) => name.startsWith(`${basename(prefix)}_`));
  return join(dirname(prefix), names.sort().at(-1) ?? basename(prefix));
}
