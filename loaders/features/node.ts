/** The kernels in a Node process: `run` is what a process of its own does. */
import { startThread } from "../threads/node.ts";
import {
  javascriptKernels,
  type KernelJob,
  type Kernels,
  type TimedKernels,
  timeKernels,
  timeWasm,
} from "./kernels.ts";

export async function run(job: KernelJob): Promise<TimedKernels> {
  const { module, library } = job;
  if (library !== null) return timeKernels(await nativeKernels(library), job);
  return module === null ? timeKernels(javascriptKernels(), job) : timeWasm(job, startThread);
}

async function nativeKernels(path: string): Promise<Kernels> {
  const koffi = (await import("koffi")).default;
  const library = koffi.load(path);
  return {
    prepare: library.func("void prepare()") as Kernels["prepare"],
    matmul: library.func("void matmul(int from, int to)") as Kernels["matmul"],
    hash: library.func("int hash()") as Kernels["hash"],
    checksum: library.func("double checksum()") as Kernels["checksum"],
  };
}
