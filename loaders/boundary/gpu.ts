import { batchesUpTo, type Crossing, filled, sizesUpTo } from "./crossing.ts";

/** What of WebGPU is used here; TypeScript's own library has no types of it. */
interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}
interface Adapter {
  readonly limits: { readonly maxBufferSize: number };
  requestDevice(of: { requiredLimits: { maxBufferSize: number } }): Promise<Device>;
}
interface Device {
  readonly queue: {
    writeBuffer(buffer: Buffer, offset: number, data: Uint8Array): void;
    submit(commands: readonly unknown[]): void;
    onSubmittedWorkDone(): Promise<void>;
  };
  createBuffer(of: { size: number; usage: number }): Buffer;
  createCommandEncoder(): {
    copyBufferToBuffer(from: Buffer, fromAt: number, to: Buffer, toAt: number, bytes: number): void;
    beginComputePass(): {
      setPipeline(pipeline: Pipeline): void;
      setBindGroup(index: number, group: unknown): void;
      dispatchWorkgroups(count: number): void;
      end(): void;
    };
    finish(): unknown;
  };
  createShaderModule(of: { code: string }): unknown;
  createComputePipelineAsync(of: {
    layout: "auto";
    compute: { module: unknown; entryPoint: string };
  }): Promise<Pipeline>;
  createBindGroup(of: {
    layout: unknown;
    entries: readonly { binding: number; resource: { buffer: Buffer } }[];
  }): unknown;
}
interface Pipeline {
  getBindGroupLayout(index: number): unknown;
}
interface Buffer {
  mapAsync(mode: number, offset: number, bytes: number): Promise<void>;
  getMappedRange(offset: number, bytes: number): ArrayBuffer;
  unmap(): void;
}

/** `GPUBufferUsage`'s MAP_READ, COPY_SRC, COPY_DST and STORAGE; `GPUMapMode`'s READ. */
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, READ] = [1, 4, 8, 128, 1] as const;

/** The page's memory on one side, the GPU's on the other; nothing where the page is given no GPU. */
export async function gpuCrossings(mostBytes: number): Promise<Crossing[]> {
  const adapter = await (navigator as unknown as { gpu?: Gpu }).gpu?.requestAdapter();
  if (!adapter) return [];
  const size = Math.min(mostBytes, adapter.limits.maxBufferSize);
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize: size } });
  const remote = device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
  const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  const own = filled(size);
  const sized = sizesUpTo(size).flatMap((bytes): Crossing[] => {
    const part = own.subarray(0, bytes);
    return [
      {
        way: "gpu-upload",
        bytes,
        calls: 1,
        run: async (times) => {
          for (let i = 0; i < times; i++) {
            device.queue.writeBuffer(remote, 0, part);
            await device.queue.onSubmittedWorkDone();
          }
        },
      },
      {
        way: "gpu-read-back",
        bytes,
        calls: 1,
        run: async (times) => {
          for (let i = 0; i < times; i++) {
            const encoder = device.createCommandEncoder();
            encoder.copyBufferToBuffer(remote, 0, staging, 0, bytes);
            device.queue.submit([encoder.finish()]);
            await staging.mapAsync(READ, 0, bytes);
            part.set(new Uint8Array(staging.getMappedRange(0, bytes)));
            staging.unmap();
          }
        },
      },
    ];
  });
  return [...sized, ...(await dispatches(device, remote))];
}

/** Each needs what the one before it wrote, as a model's kernels do: a device may not run them side by side. */
const KERNEL = `@group(0) @binding(0) var<storage, read_write> chained: array<u32>;
@compute @workgroup_size(1) fn step() { chained[0] += 1u; }`;

/** So many go to the device at once, as in onnxruntime-web. */
const AT_ONCE = 16;

/** What an engine pays for each of a model's kernels, whatever it computes. */
async function dispatches(device: Device, chained: Buffer): Promise<Crossing[]> {
  const module = device.createShaderModule({ code: KERNEL });
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module, entryPoint: "step" },
  });
  const entries = [{ binding: 0, resource: { buffer: chained } }];
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const submit = (count: number) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < count; i++) pass.dispatchWorkgroups(1);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  return batchesUpTo(1_000).map((calls) => ({
    way: "gpu-dispatch",
    bytes: 0,
    calls,
    run: async (times) => {
      for (let i = 0; i < times; i++) {
        for (let left = calls; left > 0; left -= AT_ONCE) submit(Math.min(left, AT_ONCE));
        await device.queue.onSubmittedWorkDone();
      }
    },
  }));
}
