import type { WorkerContext } from "../worker/main.ts";
import type { Tensor } from "../workloads/workload.ts";
import type { GlueHost } from "./host.ts";
import { keptMemory } from "./kept-memory.ts";

/** TypeScript glue runs on this side of every boundary: there is nothing to copy. */
export async function openTypeScriptGlue({ job, createGlue, read }: WorkerContext): Promise<GlueHost> {
  const glue = createGlue(await read(job.assetsPath));
  let payload = new Uint8Array();
  let tensors: Tensor[] = [];
  let outputs: readonly Float32Array[] = [];
  let result = new Float32Array();
  return {
    request: (bytes) => {
      if (payload.length !== bytes) payload = keptMemory(bytes);
      return payload;
    },
    preprocess: () => {
      tensors = glue.preprocess(payload);
    },
    tensors: () => tensors,
    acceptOutputs: (arrays) => {
      outputs = arrays;
    },
    postprocess: () => {
      result = glue.postprocess(outputs) as Float32Array<ArrayBuffer>;
    },
    result: () => result,
  };
}
