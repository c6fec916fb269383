import { type Crossing, filled, sizesUpTo } from "./crossing.ts";

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
    finish(): unknown;
  };
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
  return sizesUpTo(size).flatMap((bytes): Crossing[] => {
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
}
