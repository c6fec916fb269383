/** The kernels in a browser: `run` is what a page's worker does. */

import { startThread } from "../threads/page.ts";
import { detectFeatures } from "./detect.ts";
import { javascriptKernels, type KernelJob, type TimedKernels, timeKernels, timeWasm } from "./kernels.ts";

interface PageJob {
  readonly jobs: Readonly<Record<string, KernelJob>>;
}

/** All variants in one page; one that is refused says why. */
export async function run({ jobs }: PageJob) {
  const timed: Record<string, TimedKernels | { readonly refused: string }> = {};
  for (const [variant, job] of Object.entries(jobs)) {
    try {
      timed[variant] =
        job.module === null ? timeKernels(javascriptKernels(), job) : await timeWasm(job, startThread);
    } catch (error) {
      timed[variant] = { refused: (error as Error).message };
    }
  }
  return { timed, features: detectFeatures() };
}
