import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/main.ts";
import { bytesOf, type Tensor } from "../workloads/workload.ts";
import type { EngineTimes, Session } from "./engine.ts";
import { ortSession } from "./ort.ts";
import { ortOptions } from "./ort-options.ts";

type Ort = typeof import("onnxruntime-web/webgpu");

/** What of WebGPU is used here; TypeScript's own library has no types of it. */
interface Device {
  readonly queue: {
    writeBuffer(buffer: Buffer, offset: number, data: ArrayBufferView): void;
    onSubmittedWorkDone(): Promise<void>;
  };
  createBuffer(of: { size: number; usage: number }): Buffer;
}
type Buffer = Parameters<typeof OrtTensor.fromGpuBuffer>[0];

/** `GPUBufferUsage`'s COPY_SRC, COPY_DST and STORAGE. */
const USAGE = 4 | 8 | 128;

/**
 * onnxruntime-web's WebGPU provider in a page. It is timed as a program calls it, with tensors in the page's memory; the
 * profiled arm moves them by itself, so that upload, computing and reading back can be told apart.
 */
export async function openOrtWebGpu(
  { job, clock, read }: WorkerContext,
  profilePrefix: string | null,
): Promise<Session> {
  const ort = await clock.import(() => import("onnxruntime-web/webgpu"));
  return clock.session(async () => {
    ort.env.wasm.numThreads = job.threads;
    ort.env.logLevel = "error";
    const session = await ort.InferenceSession.create(await read(job.artefacts.model ?? job.modelPath), {
      executionProviders: ["webgpu"],
      ...ortOptions(job.settings),
      ...(profilePrefix === null ? {} : { preferredOutputLocation: "gpu-buffer" }),
    });
    const timed = ortSession(job, session, ort.Tensor, () => null);
    return profilePrefix === null ? timed : watched(job, ort, session, timed);
  });
}

/** Each step waits until the device has done it: slower than without, so that only its shares are used. */
async function watched(job: Job, ort: Ort, session: InferenceSession, timed: Session): Promise<Session> {
  const device = (await ort.env.webgpu.device) as unknown as Device;
  const inputs = job.inputs.map((spec, i) => {
    const buffer = device.createBuffer({ size: Math.ceil(bytesOf(spec) / 16) * 16, usage: USAGE });
    const tensor = ort.Tensor.fromGpuBuffer(buffer, { dataType: spec.type, dims: [...spec.dims] });
    return { name: session.inputNames[i]!, buffer, tensor };
  });
  const outputNames = session.outputNames.slice(0, job.outputs.length);
  const times: EngineTimes[] = [];
  return {
    ...timed,
    async run(tensors: readonly Tensor[]) {
      const start = performance.now();
      for (const [i, { buffer }] of inputs.entries()) device.queue.writeBuffer(buffer, 0, tensors[i]!);
      await device.queue.onSubmittedWorkDone();
      const uploaded = performance.now();
      const results = await session.run(
        Object.fromEntries(inputs.map(({ name, tensor }) => [name, tensor])),
        outputNames,
      );
      await device.queue.onSubmittedWorkDone();
      const computed = performance.now();
      const outputs = await Promise.all(
        outputNames.map((name) => results[name]!.getData(true) as Promise<Float32Array>),
      );
      const end = performance.now();
      times.push({ uploadMs: uploaded - start, computeMs: computed - uploaded, readBackMs: end - computed });
      return outputs;
    },
    endProfile: async () => null,
    times: () => times,
  };
}
