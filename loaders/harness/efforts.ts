import type { Effort, EffortParameters } from "../../src/model/run-file.ts";
import type { StagedWorkload } from "./stage.ts";

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

/**
 * Requests to language models take seconds, and each has a time for every token. How far processes differ is told by processes alone: three
 * with one or two requests each give an interval a third as wide as two with three requests do, at about the same cost. What is quick says
 * so many tokens that its tail is seen.
 */
const CONVERSATIONS: Partial<EffortParameters> = {
  otherProcesses: 3,
  slowProcesses: 3,
  warmTimeMs: 800,
  minIterations: 1,
  timeoutMs: 120_000,
};

/** How long to look at these workloads. */
export function parametersFor(
  effort: Effort,
  staged: readonly Pick<StagedWorkload, "workload">[],
): EffortParameters {
  const isConversation = effort === "quick" && staged.every(({ workload }) => workload.reads === "gguf");
  return { ...EFFORT_PARAMETERS[effort], ...(isConversation ? CONVERSATIONS : {}) };
}
