import { KERNELS, type Kernel } from "../../src/model/features/variants.ts";
import type { StartThread } from "../threads/thread.ts";

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
/** A page's engine moves a module to its optimising compiler while it runs, which threads of another instance wait for too. */
const WARM_MS = 150;
/** Of 64 KiB: what the modules with threads are linked for. */
export const SHARED_PAGES = 16;

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
  /** That share a kernel's rows. With more than one, the hash has nothing to share and is left out. */
  readonly threads: number;
}

export interface TimedKernels {
  readonly roundMs: Partial<Record<Kernel, number[]>>;
  /** What came out: all twins have to agree. */
  readonly answers: Partial<Record<Kernel, number>>;
}

/** Runs both kernels in rounds; each is repeated first until a round lasts long enough, which has it compiled. */
export function timeKernels(kernels: Kernels, { rounds, batchMs, threads }: KernelJob): TimedKernels {
  kernels.prepare();
  const timed: TimedKernels = { roundMs: {}, answers: {} };
  const run: Record<Kernel, () => void> = {
    matmul: () => kernels.matmul(0, SIDE),
    hash: () => void kernels.hash(),
  };
  const answer: Record<Kernel, () => number> = { matmul: kernels.checksum, hash: kernels.hash };
  for (const kernel of threads > 1 ? (["matmul"] as const) : KERNELS) {
    const all: number[] = [];
    for (let warmMs = 0; warmMs < WARM_MS; ) warmMs += elapsed(run[kernel], 1);
    let times = 1;
    for (let ms = 0; ; times *= 2) {
      ms = elapsed(run[kernel], times);
      if (ms >= batchMs) break;
    }
    let spentMs = 0;
    for (let round = 0; round < rounds && (round < LEAST_ROUNDS || spentMs < PATIENCE_MS); round++) {
      const ms = elapsed(run[kernel], times);
      spentMs += ms;
      all.push(ms / times);
    }
    timed.roundMs[kernel] = all;
    timed.answers[kernel] = answer[kernel]();
  }
  return timed;
}

function elapsed(run: () => void, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return Math.max(performance.now() - start, 1e-6);
}

/** Times a module, on one thread or on several. */
export async function timeWasm(job: KernelJob, startThread: StartThread): Promise<TimedKernels> {
  const bytes = Uint8Array.from(atob(job.module!), (letter) => letter.charCodeAt(0));
  if (job.threads === 1) {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    return timeKernels(instance.exports as unknown as Kernels, job);
  }
  const { kernels, end } = await sharedKernels(await WebAssembly.compile(bytes), job.threads, startThread);
  try {
    return timeKernels(kernels, job);
  } finally {
    end();
  }
}

/** Of the shared words: which product is being computed, and how many helpers are done with it. */
const [TURN, DONE] = [0, 1];

/**
 * A helper's program: it computes its rows at every turn. It looks for the next one for a while before it sleeps, as an
 * engine's pool of threads does, since waking takes longer than a small product.
 */
const HELPER = `async ({ module, memory, words, from, to }) => {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  reply("ready", []);
  for (let turn = 0; ; turn++) {
    for (let looks = 0; looks < 50000 && Atomics.load(words, ${TURN}) === turn; looks++);
    Atomics.wait(words, ${TURN}, turn);
    exports.matmul(from, to);
    Atomics.add(words, ${DONE}, 1);
  }
}`;

/** One memory, and an instance of the module for each thread: they share the matrices, and need no stack. */
async function sharedKernels(module: WebAssembly.Module, threads: number, startThread: StartThread) {
  const memory = new WebAssembly.Memory({ initial: SHARED_PAGES, maximum: SHARED_PAGES, shared: true });
  const words = new Int32Array(new SharedArrayBuffer(8));
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const own = exports as unknown as Kernels;
  const firstRow = (part: number) => Math.round((part / threads) * SIDE);
  const helpers = Array.from({ length: threads - 1 }, (_, i) => {
    const thread = startThread<unknown>(HELPER);
    const ready = new Promise<unknown>((resolve) => {
      thread.heard = resolve;
    });
    thread.send({ module, memory, words, from: firstRow(i + 1), to: firstRow(i + 2) });
    return { thread, ready };
  });
  await Promise.all(helpers.map(({ ready }) => ready));
  const kernels: Kernels = {
    prepare: () => own.prepare(),
    matmul: () => {
      Atomics.store(words, DONE, 0);
      Atomics.add(words, TURN, 1);
      Atomics.notify(words, TURN);
      own.matmul(0, firstRow(1));
      while (Atomics.load(words, DONE) < helpers.length);
    },
    hash: () => own.hash(),
    checksum: () => own.checksum(),
  };
  return {
    kernels,
    end: () => {
      for (const { thread } of helpers) thread.end();
    },
  };
}
