import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import type { JobModel } from "../worker/job.ts";
import type { SessionContext } from "../worker/main.ts";
import type { ShapedTensor } from "../workloads/workload.ts";
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
export async function openOrtWebGpu(context: SessionContext, profilePrefix: string | null): Promise<Session> {
  const { job, model, clock, read } = context;
  const ort = await clock.import(() => import("onnxruntime-web/webgpu"));
  return clock.session(async () => {
    ort.env.wasm.numThreads = job.threads;
    ort.env.logLevel = "error";
    const session = await ort.InferenceSession.create(await read(job.artefacts.model ?? model.path), {
      executionProviders: ["webgpu"],
      ...ortOptions(job.settings),
      ...(profilePrefix === null ? {} : { preferredOutputLocation: "gpu-buffer" }),
    });
    const timed = ortSession(context, session, ort.Tensor, () => null);
    return profilePrefix === null ? timed : watched(model, ort, session, timed);
  });
}

/** An input on the device. */
interface Placed {
  readonly name: string;
  readonly buffer: Buffer;
  readonly tensor: OrtTensor;
}

/** Each step waits until the device has done it: slower than without, so that only its shares are used. */
async function watched(
  model: JobModel,
  ort: Ort,
  session: InferenceSession,
  timed: Session,
): Promise<Session> {
  const device = (await ort.env.webgpu.device) as unknown as Device;
  // Of each shape that was called with: a model may be called with others in one request.
  const placed = new Map<string, readonly Placed[]>();
  const placesFor = (tensors: readonly ShapedTensor[]): readonly Placed[] => {
    const shapes = tensors.map(({ dims }) => dims.join()).join(";");
    let places = placed.get(shapes);
    if (!places) {
      places = tensors.map(({ data, dims }, i) => {
        const buffer = device.createBuffer({ size: Math.ceil(data.byteLength / 16) * 16, usage: USAGE });
        const dataType = model.inputs[i]!.type;
        const tensor = ort.Tensor.fromGpuBuffer(buffer, { dataType, dims: [...dims] });
        return { name: session.inputNames[i]!, buffer, tensor };
      });
      placed.set(shapes, places);
    }
    return places;
  };
  const outputNames = session.outputNames.slice(0, model.outputs.length);
  const times: EngineTimes[] = [];
  return {
    ...timed,
    async run(tensors: readonly ShapedTensor[]) {
      const inputs = placesFor(tensors);
      const start = performance.now();
      for (const [i, { buffer }] of inputs.entries()) device.queue.writeBuffer(buffer, 0, tensors[i]!.data);
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
