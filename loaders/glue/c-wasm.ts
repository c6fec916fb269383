import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { WorkerContext } from "../worker/main.ts";
import { checkStatus, tensorViews, totalBytes } from "./c-abi.ts";
import type { GlueHost } from "./host.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  glue_init(assets: number, bytes: number): number;
  glue_preprocess(payload: number, bytes: number, tensors: number): number;
  glue_postprocess(outputs: number, bytes: number, result: number, capacity: number): number;
}

/** The C glue as a Wasm module: everything it reads or writes crosses into its linear memory. */
export async function openWasmGlue({ job, clock }: WorkerContext): Promise<GlueHost> {
  const bytes = await clock.import(() => readFile(job.artefacts.module!));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const wasm = instance.exports as unknown as Exports;
  wasm._initialize();

  const assets = readFileSync(job.assetsPath);
  const assetsAt = allocate(wasm, assets.length);
  write(wasm, assetsAt, assets);
  checkStatus(wasm.glue_init(assetsAt, assets.length), "glue_init");

  let capacity = 0;
  let payloadAt = 0;
  let payloadLength = 0;
  const tensorsAt = allocate(wasm, totalBytes(job.inputs));
  const outputBytes = totalBytes(job.outputs);
  const outputsAt = allocate(wasm, outputBytes);
  const resultAt = allocate(wasm, job.maxResultLength * 4);
  let length = 0;
  return {
    accept: (payload) => {
      if (payload.length > capacity) {
        payloadAt = allocate(wasm, payload.length);
        capacity = payload.length;
      }
      write(wasm, payloadAt, payload);
      payloadLength = payload.length;
    },
    preprocess: () => {
      checkStatus(wasm.glue_preprocess(payloadAt, payloadLength, tensorsAt), "glue_preprocess");
    },
    // Views are made anew: linear memory may have grown, which detaches older ones.
    tensors: () => tensorViews(wasm.memory.buffer, tensorsAt, job.inputs),
    acceptOutputs: (arrays) => {
      let at = outputsAt;
      for (const array of arrays) {
        write(wasm, at, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
        at += array.byteLength;
      }
    },
    postprocess: () => {
      length = checkStatus(
        wasm.glue_postprocess(outputsAt, outputBytes, resultAt, job.maxResultLength),
        "glue_postprocess",
      );
    },
    result: () => new Float32Array(wasm.memory.buffer, resultAt, length),
  };
}

function allocate(wasm: Exports, bytes: number): number {
  const at = wasm.malloc(Math.max(bytes, 16));
  if (at === 0) throw new Error(`the glue module could not allocate ${bytes} bytes of linear memory`);
  return at;
}

function write(wasm: Exports, at: number, bytes: Uint8Array): void {
  new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
}
