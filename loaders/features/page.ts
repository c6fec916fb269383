/** The kernels in a browser: `run` is what a page's worker does. */
import { detectFeatures } from "./detect.ts";
import { javascriptKernels, type KernelJob, type TimedKernels, timeKernels, wasmKernels } from "./kernels.ts";

interface PageJob {
  readonly jobs: Readonly<Record<string, KernelJob>>;
}

/** All variants in one page; one that is refused says why. */
export async function run({ jobs }: PageJob) {
  const timed: Record<string, TimedKernels | { readonly refused: string }> = {};
  for (const [variant, job] of Object.entries(jobs)) {
    try {
      const kernels = job.module === null ? javascriptKernels() : await wasmKernels(job.module);
      timed[variant] = timeKernels(kernels, job);
    } catch (error) {
      timed[variant] = { refused: (error as Error).message };
    }
  }
  return { timed, features: detectFeatures() };
}
