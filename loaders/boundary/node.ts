/** The boundaries of a Node process: `run` is what a process of its own does. */
import { startThread } from "../threads/node.ts";
import type { BoundaryJob } from "./crossing.ts";
import { type MeasuredWays, measureHost } from "./measure-ways.ts";
import { nativeCrossings } from "./native.ts";
import { ECHO } from "./threads.ts";

export const run = (job: BoundaryJob): Promise<MeasuredWays> =>
  measureHost(startThread(ECHO), (mostBytes) => ({ native: () => nativeCrossings(mostBytes) }), job);
