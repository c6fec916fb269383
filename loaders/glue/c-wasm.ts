import type { WorkerContext } from "../worker/main.ts";
import { bytesOf } from "../workloads/workload.ts";
import { checkStatus, tensorView } from "./c-abi.ts";
import type { GlueHost } from "./host.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  glue_init(assets: number, bytes: number): number;
  glue_preprocess(payload: number, bytes: number, inputs: number): number;
  glue_postprocess(outputs: number, lengths: number, result: number, capacity: number): number;
}

const PAGE = 4_096;

/** The C glue as a Wasm module: what it reads or writes lies in its linear memory, where requests are read to. */
export async function openWasmGlue({ job, clock, read }: WorkerContext): Promise<GlueHost> {
  const bytes = await clock.import(() => read(job.artefacts.module!));
  const { instance } = await WebAssembly.instantiate(bytes as Uint8Array<ArrayBuffer>, {});
  const wasm = instance.exports as unknown as Exports;
  wasm._initialize();
  const { memory } = wasm;

  const assets = await read(job.assetsPath);
  const assetsAt = allocate(wasm, assets.length);
  new Uint8Array(memory.buffer).set(assets, assetsAt);
  checkStatus(wasm.glue_init(assetsAt, assets.length), "glue_init");

  let capacity = 0;
  let payloadAt = 0;
  let payloadLength = 0;
  const ownInputs = job.inputs.map((spec) => allocate(wasm, bytesOf(spec)));
  const outputsAt = job.outputs.map((spec) => allocate(wasm, bytesOf(spec)));
  const ownResult = allocate(wasm, 4 * job.maxResultLength);
  // Arrays of pointers, which are 32-bit offsets here.
  const words = (values: readonly number[]): number => {
    const at = allocate(wasm, 4 * values.length);
    new Uint32Array(memory.buffer).set(values, at / 4);
    return at;
  };
  const inputs = words(ownInputs);
  const outputs = words(outputsAt);
  const lengths = words(job.outputs.map((spec) => bytesOf(spec) / 4));
  const result = words([ownResult]);
  let length = 0;
  // Views are made anew at each call: linear memory may have grown, which detaches older ones.
  return {
    request: (length) => {
      if (length > capacity) {
        // At the start of a page; keptMemory says why.
        payloadAt = Math.ceil(allocate(wasm, length + PAGE) / PAGE) * PAGE;
        capacity = length;
      }
      payloadLength = length;
      return new Uint8Array(memory.buffer, payloadAt, length);
    },
    preprocess: () => {
      new Uint32Array(memory.buffer).set(ownInputs, inputs / 4);
      checkStatus(wasm.glue_preprocess(payloadAt, payloadLength, inputs), "glue_preprocess");
    },
    tensors: () => {
      const pointers = new Uint32Array(memory.buffer, inputs);
      return job.inputs.map((spec, i) => tensorView(spec, memory.buffer, pointers[i]!));
    },
    acceptOutputs: (arrays) => {
      const floats = new Float32Array(memory.buffer);
      for (const [i, array] of arrays.entries()) floats.set(array, outputsAt[i]! / 4);
    },
    postprocess: () => {
      new Uint32Array(memory.buffer)[result / 4] = ownResult;
      length = checkStatus(
        wasm.glue_postprocess(outputs, lengths, result, job.maxResultLength),
        "glue_postprocess",
      );
    },
    result: () => new Float32Array(memory.buffer, new Uint32Array(memory.buffer)[result / 4]!, length),
  };
}

function allocate(wasm: Exports, bytes: number): number {
  const at = wasm.malloc(Math.max(bytes, 16));
  if (at === 0) throw new Error(`the glue module could not allocate ${bytes} bytes of linear memory`);
  return at;
}
