import type { Kernel } from "../../src/model/features/variants.ts";

/** What every twin of `kernels.c` offers. */
export interface Kernels {
  prepare(): void;
  matmul(from: number, to: number): void;
  hash(): number;
  checksum(): number;
}

const SIDE = 128;
const BYTES = 65_536;
/** An interpreter takes hundreds of times as long: fewer rounds of it tell as much. */
const LEAST_ROUNDS = 3;
const PATIENCE_MS = 2_000;

/** The same algorithms in JavaScript. */
export function javascriptKernels(): Kernels {
  const [a, b, c] = [0, 1, 2].map(() => new Float32Array(SIDE * SIDE)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const bytes = new Uint8Array(BYTES);
  return {
    prepare: () => {
      for (let i = 0; i < SIDE * SIDE; i++) {
        a[i] = (i % 13) * 0.25;
        b[i] = (i % 7) * 0.5;
      }
      for (let i = 0; i < BYTES; i++) bytes[i] = i * 31;
    },
    matmul: (from, to) => {
      for (let i = from; i < to; i++) {
        const row = i * SIDE;
        for (let j = 0; j < SIDE; j++) c[row + j] = 0;
        for (let k = 0; k < SIDE; k++) {
          const factor = a[row + k]!;
          const other = k * SIDE;
          for (let j = 0; j < SIDE; j++) c[row + j]! += factor * b[other + j]!;
        }
      }
    },
    hash: () => {
      let value = 2_166_136_261;
      for (let i = 0; i < BYTES; i++) value = Math.imul(value ^ bytes[i]!, 16_777_619);
      return value >>> 1;
    },
    checksum: () => c.reduce((sum, value) => sum + value, 0),
  };
}

/** How long to look. */
export interface KernelJob {
  readonly rounds: number;
  readonly batchMs: number;
  /** The Wasm module, base64; null for JavaScript. */
  readonly module: string | null;
  /** A native library's path, in Node. */
  readonly library: string | null;
}

export interface TimedKernels {
  readonly roundMs: Record<Kernel, number[]>;
  /** What came out: all twins have to agree. */
  readonly answers: Record<Kernel, number>;
}

/** Runs both kernels in rounds; each is repeated first until a round lasts long enough, which has it compiled. */
export function timeKernels(kernels: Kernels, { rounds, batchMs }: KernelJob): TimedKernels {
  kernels.prepare();
  const roundMs: TimedKernels["roundMs"] = { matmul: [], hash: [] };
  const run: Record<Kernel, () => void> = {
    matmul: () => kernels.matmul(0, SIDE),
    hash: () => void kernels.hash(),
  };
  for (const kernel of ["matmul", "hash"] as const) {
    let times = 1;
    for (let ms = 0; ; times *= 2) {
      ms = elapsed(run[kernel], times);
      if (ms >= batchMs) break;
    }
    let spentMs = 0;
    for (let round = 0; round < rounds && (round < LEAST_ROUNDS || spentMs < PATIENCE_MS); round++) {
      const ms = elapsed(run[kernel], times);
      spentMs += ms;
      roundMs[kernel].push(ms / times);
    }
  }
  return { roundMs, answers: { matmul: kernels.checksum(), hash: kernels.hash() } };
}

function elapsed(run: () => void, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return Math.max(performance.now() - start, 1e-6);
}

export async function wasmKernels(module: string): Promise<Kernels> {
  const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return instance.exports as unknown as Kernels;
}
