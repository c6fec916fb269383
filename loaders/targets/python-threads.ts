import { probeCores, threadCount } from "./engines.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  ...numpy,
  id: "python-threads",
  title: `Python (${threadCount} threads)`,
  summary: `As python-numpy, with ${threadCount} threads in the engine: one line of code.`,
  course: "setting",
  threads: threadCount,
  probe: async () => probeCores(await numpy.probe()),
};
