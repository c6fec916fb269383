import type { JobModel } from "../worker/job.ts";
import type { WorkerContext } from "../worker/main.ts";
import type { CallGlue, ModelCall, StepGlue, Tensor } from "../workloads/workload.ts";
import { type GlueHost, withOneCall } from "./host.ts";
import { keptMemory } from "./kept-memory.ts";

/** TypeScript glue runs on this side of every boundary: there is nothing to copy. */
export async function openTypeScriptGlue({ job, createGlue, read }: WorkerContext): Promise<GlueHost> {
  const glue = createGlue(await read(job.assetsPath));
  return "serve" in glue ? withSteps(job.models, glue) : withOneCall(job.models[0]!.inputs, callHost(glue));
}

function callHost(glue: CallGlue) {
  const { request, payload } = requestMemory();
  let tensors: Tensor[] = [];
  let outputs: readonly Float32Array[] = [];
  let result = new Float32Array();
  return {
    request,
    preprocess: () => {
      tensors = glue.preprocess(payload());
    },
    tensors: () => tensors,
    acceptOutputs: (arrays: readonly Float32Array[]) => {
      outputs = arrays;
    },
    postprocess: () => {
      result = glue.postprocess(outputs) as Float32Array<ArrayBuffer>;
    },
    result: () => result,
  };
}

function withSteps(models: readonly JobModel[], glue: StepGlue): GlueHost {
  const { request, payload } = requestMemory();
  let outputs: readonly Float32Array[] = [];
  let steps: ReturnType<StepGlue["serve"]>;
  let step: IteratorResult<ModelCall, Uint8Array>;
  return {
    request,
    start: () => {
      steps = glue.serve(payload());
      step = steps.next(outputs);
    },
    call: () => {
      if (step.done) return null;
      const { model: name, inputs } = step.value;
      return { model: placeOf(name, models), inputs };
    },
    acceptOutputs: (arrays) => {
      outputs = arrays;
    },
    resume: () => {
      step = steps.next(outputs);
    },
    result: () => (step.done ? step.value : new Uint8Array()),
  };
}

/** A model's place in the job. */
export function placeOf(name: string, models: readonly JobModel[]): number {
  const place = models.findIndex((model) => model.name === name);
  if (place < 0)
    throw new Error(
      `the glue calls the model "${name}"; the workload has ${models.map((model) => model.name).join(", ")}`,
    );
  return place;
}

function requestMemory() {
  let payload = new Uint8Array();
  return {
    request: (bytes: number): Uint8Array => {
      if (payload.length !== bytes) payload = keptMemory(bytes);
      return payload;
    },
    payload: () => payload,
  };
}
