import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/main.ts";
import { bytesOf, type TensorSpec } from "../workloads/workload.ts";
import { checkStatus, dueCall, MOST_DIMS, MOST_INPUTS, tensorView } from "./c-abi.ts";
import { type GlueHost, withOneCall } from "./host.ts";
import { keptMemory } from "./kept-memory.ts";

type Koffi = typeof import("koffi").default;
/** A function of the library, by its prototype. */
type Prototype = (prototype: string) => (...args: unknown[]) => number;

/** Memory that both sides see: its address on the C side. */
interface Region {
  readonly at: bigint;
  readonly memory: Uint8Array | Float32Array;
}

/** The C glue as a shared library, called through koffi on memory that both sides see: no copies. */
export async function openNativeGlue({ job, clock, read }: WorkerContext): Promise<GlueHost> {
  const koffi = await clock.import(async () => (await import("koffi")).default);
  const library = koffi.load(job.artefacts.library!);
  const init = library.func("int32_t glue_init(const uint8_t *assets, int32_t bytes)");
  const assets = await read(job.assetsPath);
  checkStatus(init(assets, assets.length), "glue_init");
  const functionOf: Prototype = (prototype) => library.func(prototype);
  return job.maxResultLength === null
    ? withSteps(job, koffi, functionOf)
    : withCall(job, job.maxResultLength, koffi, functionOf);
}

// Pointers to pointers are arrays of addresses: koffi would build and read back anything else at each call.

function withCall(job: Job, maxResultLength: number, koffi: Koffi, functionOf: Prototype): GlueHost {
  const preprocess = functionOf(
    "int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, uint64_t *inputs)",
  );
  const postprocess = functionOf(
    "int32_t glue_postprocess(const uint64_t *outputs, const int32_t *lengths, uint64_t *result, int32_t capacity)",
  );
  const regionOf = (memory: Uint8Array | Float32Array): Region => ({ at: koffi.address(memory), memory });
  const [model] = job.models;
  const { inputs: specs, outputs: outputSpecs } = model!;

  const ownInputs = specs.map((spec) => regionOf(new Uint8Array(bytesOf(spec))));
  const ownResult = regionOf(new Float32Array(maxResultLength));
  let payload = regionOf(new Uint8Array());
  let outputs: Region[] = [];
  const inputsAt = BigUint64Array.from(ownInputs, ({ at }) => at);
  const outputsAt = new BigUint64Array(outputSpecs.length);
  const lengths = new Int32Array(outputSpecs.length);
  const resultAt = new BigUint64Array(1);
  let length = 0;
  return withOneCall(specs, {
    request: (bytes) => {
      if (payload.memory.length !== bytes) payload = regionOf(keptMemory(bytes));
      return payload.memory as Uint8Array;
    },
    preprocess: () => {
      for (const [i, { at }] of ownInputs.entries()) inputsAt[i] = at;
      checkStatus(preprocess(payload.memory, payload.memory.length, inputsAt), "glue_preprocess");
    },
    tensors: () => specs.map((spec, i) => viewAt(inputsAt[i]!, spec, [ownInputs[i]!, payload])),
    acceptOutputs: (arrays) => {
      outputs = arrays.map(regionOf);
      for (const [i, { at, memory }] of outputs.entries()) {
        outputsAt[i] = at;
        lengths[i] = memory.length;
      }
    },
    postprocess: () => {
      resultAt[0] = ownResult.at;
      length = checkStatus(postprocess(outputsAt, lengths, resultAt, maxResultLength), "glue_postprocess");
    },
    result: () =>
      viewAt(resultAt[0]!, { type: "float32", dims: [length] }, [ownResult, ...outputs]) as Float32Array,
  });
}

/** What the glue gives lies in memory of its own: it is seen from here for as long as a step lasts. */
function withSteps(job: Job, koffi: Koffi, functionOf: Prototype): GlueHost {
  const start = functionOf(
    "int32_t glue_start(const uint8_t *payload, int32_t bytes, uint64_t *inputs, int32_t *dims)",
  );
  const resume = functionOf(
    "int32_t glue_resume(const uint64_t *outputs, const int32_t *lengths, uint64_t *inputs, int32_t *dims)",
  );
  const resultOf = functionOf("int32_t glue_result(uint64_t *result)");
  const most = Math.max(...job.models.map(({ outputs }) => outputs.length));
  const outputsAt = new BigUint64Array(most);
  const lengths = new Int32Array(most);
  const inputsAt = new BigUint64Array(MOST_INPUTS);
  const shapes = new Int32Array(MOST_DIMS);
  const resultAt = new BigUint64Array(1);
  /** Kept until the glue has read them. */
  let outputs: readonly Float32Array[] = [];
  let payload = keptMemory(0);
  let step = 0;
  // A view costs more than what is looked at through it, and the glue keeps its buffers.
  const views = new Map<bigint, ArrayBuffer>();
  const seen = (address: bigint, bytes: number): ArrayBuffer => {
    let view = views.get(address);
    if (!view || view.byteLength < bytes) {
      view = koffi.view(address, bytes);
      views.set(address, view);
    }
    return view;
  };
  return {
    request: (bytes) => {
      if (payload.length !== bytes) payload = keptMemory(bytes);
      return payload;
    },
    start: () => {
      step = checkStatus(start(payload, payload.length, inputsAt, shapes), "glue_start");
    },
    call: () =>
      dueCall(step, job.models, shapes, (place, spec) =>
        tensorView(spec, seen(inputsAt[place]!, bytesOf(spec)), 0),
      ),
    acceptOutputs: (arrays) => {
      outputs = arrays;
      for (const [i, array] of outputs.entries()) {
        outputsAt[i] = koffi.address(array);
        lengths[i] = array.length;
      }
    },
    resume: () => {
      step = checkStatus(resume(outputsAt, lengths, inputsAt, shapes), "glue_resume");
    },
    result: () => {
      const bytes = checkStatus(resultOf(resultAt), "glue_result");
      return new Uint8Array(seen(resultAt[0]!, bytes), 0, bytes);
    },
  };
}

/** The tensor at an address that the glue gave, on this side: it lies in one of the regions that the glue got. */
function viewAt(address: bigint, spec: Pick<TensorSpec, "type" | "dims">, regions: readonly Region[]) {
  for (const { at, memory } of regions) {
    if (address < at || address > at + BigInt(memory.byteLength)) continue;
    return tensorView(spec, memory.buffer, memory.byteOffset + Number(address - at));
  }
  throw new Error(`the glue points to ${address}, which lies in nothing that it was given`);
}
