/** The boundaries of a browser: `run` is what a page's worker does. */
import { startThread } from "../threads/page.ts";
import type { BoundaryJob } from "./crossing.ts";
import { gpuCrossings } from "./gpu.ts";
import { type MeasuredWays, measureHost } from "./measure-ways.ts";
import { ECHO } from "./threads.ts";

export const run = (job: BoundaryJob): Promise<MeasuredWays> =>
  measureHost(startThread(ECHO), (mostBytes) => ({ gpu: () => gpuCrossings(mostBytes) }), job);
