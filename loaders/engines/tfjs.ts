import { packageAddress } from "../browser/page.ts";
import { readOnnx } from "../models/read-onnx.ts";
import type { WorkerParts } from "../worker/main.ts";
import type { ShapedTensor } from "../workloads/workload.ts";
import type { EngineTimes } from "./engine.ts";
import { TFJS_WASM_FOLDER, type TfjsBackend, tfjsScripts } from "./tfjs-files.ts";
import { buildTfGraph, CHANNELS_LAST, type Tf, type TfTensor } from "./tfjs-graph.ts";

/** The global that the library's scripts fill. */
interface TfGlobal extends Tf {
  env(): { set(flag: string, value: boolean): void };
  setBackend(name: string): Promise<boolean>;
  readonly wasm?: {
    setWasmPaths(folder: string): void;
    setThreadsCount(threads: number): void;
    getThreadsCount(): number;
  };
}

export interface TfjsOptions {
  /** Off, the Wasm backend takes its module without SIMD. */
  readonly simd?: boolean;
}

/** TensorFlow.js in a page, with the workload's own `.onnx`: the same weights as every engine. */
export function tfjs(backend: TfjsBackend, { simd = true }: TfjsOptions = {}): WorkerParts["openSession"] {
  return async ({ job, model, clock, read }, profilePrefix) => {
    const tf = await clock.import(() => load(backend, simd, job.threads));
    return clock.session(async () => {
      const graph = buildTfGraph(tf, readOnnx(await read(model.path)));
      const input = ({ data, dims }: ShapedTensor) =>
        tf.transpose(tf.tensor(data as Float32Array, dims), CHANNELS_LAST);
      const times: EngineTimes[] = [];
      return {
        async run([image]) {
          if (profilePrefix !== null) return [await watched(tf, () => input(image!), graph.run, times)];
          const output = tf.tidy(() => graph.run([input(image!)]));
          const values = await output.data();
          output.dispose();
          return [values];
        },
        endProfile: async () => null,
        ...(profilePrefix === null ? {} : { times: () => times }),
        release: async () => graph.dispose(),
      };
    });
  };
}

/** @throws Error where the browser gives no such backend, or not the threads that were asked for */
async function load(backend: TfjsBackend, simd: boolean, threads: number): Promise<TfGlobal> {
  // One after the other: each adds to what the one before made.
  for (const script of tfjsScripts(backend)) await import(packageAddress(script));
  const { tf } = globalThis as unknown as { tf: TfGlobal };
  if (tf.wasm) {
    tf.env().set("WASM_HAS_SIMD_SUPPORT", simd);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1);
    tf.wasm.setWasmPaths(packageAddress(TFJS_WASM_FOLDER));
    tf.wasm.setThreadsCount(threads);
  }
  if (!(await tf.setBackend(backend)))
    throw new Error(`TensorFlow.js has no ${backend} backend in this browser`);
  const given = threads > 1 ? tf.wasm?.getThreadsCount() : threads;
  if (given !== threads)
    throw new Error(`TensorFlow.js took ${given} threads where ${threads} were asked for`);
  return tf;
}

/**
 * A run whose steps wait for the device: reading one value back is how a program can, on every backend. Bringing a picture
 * into the library's order of axes counts as upload.
 */
async function watched(
  tf: Tf,
  upload: () => TfTensor,
  compute: (inputs: readonly TfTensor[]) => TfTensor,
  times: EngineTimes[],
): Promise<Float32Array> {
  const settled = async (x: TfTensor) => {
    const one = tf.slice(
      x,
      x.shape.map(() => 0),
      x.shape.map(() => 1),
    );
    await one.data();
    one.dispose();
    return performance.now();
  };
  const start = performance.now();
  const image = tf.tidy(upload);
  const uploaded = await settled(image);
  const output = tf.tidy(() => compute([image]));
  const computed = await settled(output);
  const values = await output.data();
  times.push({
    uploadMs: uploaded - start,
    computeMs: computed - uploaded,
    readBackMs: performance.now() - computed,
  });
  image.dispose();
  output.dispose();
  return values;
}
