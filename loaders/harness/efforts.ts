import type { Effort, EffortParameters } from "../../src/model/run-file.ts";

/**
 * How long to look. Processes are the unit of replication, so `publish` buys more of them before it buys
 * iterations (docs/method.md).
 */
export const EFFORT_PARAMETERS: Readonly<Record<Effort, EffortParameters>> = {
  quick: {
    processes: 3,
    otherProcesses: 2,
    slowProcesses: 2,
    slowProcessMs: 2_000,
    warmTimeMs: 80,
    warmupIterations: 1,
    minIterations: 3,
    maxIterations: 250,
    timeoutMs: 60_000,
    profiledIterations: 3,
    searchStepMs: 100,
  },
  default: {
    processes: 10,
    slowProcesses: 5,
    slowProcessMs: 5_000,
    warmTimeMs: 1_000,
    warmupIterations: 5,
    minIterations: 10,
    maxIterations: 2_000,
    timeoutMs: 180_000,
    profiledIterations: 10,
    searchStepMs: 300,
  },
  publish: {
    processes: 20,
    slowProcesses: 20,
    slowProcessMs: 60_000,
    warmTimeMs: 3_000,
    warmupIterations: 10,
    minIterations: 34,
    maxIterations: 5_000,
    timeoutMs: 600_000,
    profiledIterations: 20,
    searchStepMs: 1_000,
  },
};
