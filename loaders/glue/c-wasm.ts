import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/main.ts";
import { bytesOf } from "../workloads/workload.ts";
import { checkStatus, dueCall, MOST_DIMS, MOST_INPUTS, tensorView } from "./c-abi.ts";
import { type GlueHost, withOneCall } from "./host.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  glue_init(assets: number, bytes: number): number;
  glue_preprocess(payload: number, bytes: number, inputs: number): number;
  glue_postprocess(outputs: number, lengths: number, result: number, capacity: number): number;
  glue_start(payload: number, bytes: number, inputs: number, dims: number): number;
  glue_resume(outputs: number, lengths: number, inputs: number, dims: number): number;
  glue_result(result: number): number;
}

const PAGE = 4_096;

/** The C glue as a Wasm module: what it reads or writes lies in its linear memory, where requests are read to. */
export async function openWasmGlue({ job, clock, read }: WorkerContext): Promise<GlueHost> {
  const bytes = await clock.import(() => read(job.artefacts.module!));
  const module = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  const instance = await WebAssembly.instantiate(module, withoutSystem(module));
  const wasm = instance.exports as unknown as Exports;
  wasm._initialize();

  const assets = await read(job.assetsPath);
  const assetsAt = allocate(wasm, assets.length);
  new Uint8Array(wasm.memory.buffer).set(assets, assetsAt);
  checkStatus(wasm.glue_init(assetsAt, assets.length), "glue_init");
  return job.maxResultLength === null ? withSteps(job, wasm) : withCall(job, job.maxResultLength, wasm);
}

/** WASI's "function not supported". */
const ENOSYS = 52;

/** Glue has no business with the system, but C's own formatting of text is linked with functions that could write files. */
function withoutSystem(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== "function") continue;
    imports[from] ??= {};
    imports[from][name] = () => ENOSYS;
  }
  return imports;
}

// Views are made anew at each call: linear memory may have grown, which detaches older ones.

function withCall(job: Job, maxResultLength: number, wasm: Exports): GlueHost {
  const { memory } = wasm;
  const { request, payload } = requestMemory(wasm);
  const { inputs: specs, outputs: outputSpecs } = job.models[0]!;
  const ownInputs = specs.map((spec) => allocate(wasm, bytesOf(spec)));
  const outputsAt = outputSpecs.map((spec) => allocate(wasm, bytesOf(spec)));
  const ownResult = allocate(wasm, 4 * maxResultLength);
  // Arrays of pointers, which are 32-bit offsets here.
  const words = (values: readonly number[]): number => {
    const at = allocate(wasm, 4 * values.length);
    new Uint32Array(memory.buffer).set(values, at / 4);
    return at;
  };
  const inputs = words(ownInputs);
  const outputs = words(outputsAt);
  const lengths = words(outputSpecs.map((spec) => bytesOf(spec) / 4));
  const result = words([ownResult]);
  let length = 0;
  return withOneCall(specs, {
    request,
    preprocess: () => {
      new Uint32Array(memory.buffer).set(ownInputs, inputs / 4);
      checkStatus(wasm.glue_preprocess(payload.at, payload.length, inputs), "glue_preprocess");
    },
    tensors: () => {
      const pointers = new Uint32Array(memory.buffer, inputs);
      return specs.map((spec, i) => tensorView(spec, memory.buffer, pointers[i]!));
    },
    acceptOutputs: (arrays) => {
      const floats = new Float32Array(memory.buffer);
      for (const [i, array] of arrays.entries()) floats.set(array, outputsAt[i]! / 4);
    },
    postprocess: () => {
      new Uint32Array(memory.buffer)[result / 4] = ownResult;
      length = checkStatus(
        wasm.glue_postprocess(outputs, lengths, result, maxResultLength),
        "glue_postprocess",
      );
    },
    result: () => new Float32Array(memory.buffer, new Uint32Array(memory.buffer)[result / 4]!, length),
  });
}

function withSteps({ models }: Job, wasm: Exports): GlueHost {
  const { memory } = wasm;
  const { request, payload } = requestMemory(wasm);
  const most = Math.max(...models.map(({ outputs }) => outputs.length));
  /** Where each output is put, with as much room as any has needed so far. */
  const rooms = Array.from({ length: most }, () => ({ at: 0, floats: 0 }));
  const outputs = allocate(wasm, 4 * most);
  const lengths = allocate(wasm, 4 * most);
  const inputs = allocate(wasm, 4 * MOST_INPUTS);
  const shapes = allocate(wasm, 4 * MOST_DIMS);
  const resultAt = allocate(wasm, 4);
  let step = 0;
  return {
    request,
    start: () => {
      step = checkStatus(wasm.glue_start(payload.at, payload.length, inputs, shapes), "glue_start");
    },
    call: () => {
      const pointers = new Uint32Array(memory.buffer, inputs, MOST_INPUTS);
      return dueCall(step, models, new Int32Array(memory.buffer, shapes, MOST_DIMS), (place, spec) =>
        tensorView(spec, memory.buffer, pointers[place]!),
      );
    },
    acceptOutputs: (arrays) => {
      for (const [i, { length }] of arrays.entries()) {
        const room = rooms[i]!;
        if (room.floats >= length) continue;
        room.at = allocate(wasm, 4 * length);
        room.floats = length;
      }
      const words = new Int32Array(memory.buffer);
      const floats = new Float32Array(memory.buffer);
      for (const [i, array] of arrays.entries()) {
        floats.set(array, rooms[i]!.at / 4);
        words[outputs / 4 + i] = rooms[i]!.at;
        words[lengths / 4 + i] = array.length;
      }
    },
    resume: () => {
      step = checkStatus(wasm.glue_resume(outputs, lengths, inputs, shapes), "glue_resume");
    },
    result: () => {
      const bytes = checkStatus(wasm.glue_result(resultAt), "glue_result");
      return new Uint8Array(memory.buffer, new Uint32Array(memory.buffer)[resultAt / 4]!, bytes);
    },
  };
}

function requestMemory(wasm: Exports) {
  const payload = { at: 0, length: 0 };
  let capacity = 0;
  return {
    payload,
    request: (length: number): Uint8Array => {
      if (length > capacity) {
        // At the start of a page; keptMemory says why.
        payload.at = Math.ceil(allocate(wasm, length + PAGE) / PAGE) * PAGE;
        capacity = length;
      }
      payload.length = length;
      return new Uint8Array(wasm.memory.buffer, payload.at, length);
    },
  };
}

function allocate(wasm: Exports, bytes: number): number {
  const at = wasm.malloc(Math.max(bytes, 16));
  if (at === 0) throw new Error(`the glue module could not allocate ${bytes} bytes of linear memory`);
  return at;
}
