import { probeCores, threadCount } from "./engines.ts";
import { target as slice } from "./python-slice.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  ...slice,
  id: "python-slice-threads",
  title: `Python, compiled slice (${threadCount} threads)`,
  summary: `As python-slice, with ${threadCount} threads in the engine.`,
  threads: threadCount,
  probe: async () => probeCores(await slice.probe()),
};
