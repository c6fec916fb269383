import { formatMs } from "../../model/format.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { formatDate, formatElapsed } from "../overview/run-facts.js";
import { factTable, formatCount } from "./facts.js";

/** What this run was told to do, and how much came of it. */
export function runParameters(summary: MeasuredSummary): HTMLElement {
  const { parameters: p } = summary;
  const iterations = `${formatCount(p.minIterations)} to ${formatCount(p.maxIterations)}`;
  return factTable(`Parameters of run ${summary.runId}`, [
    {
      name: "Suite version",
      value: summary.suiteVersion,
      meaning: "What is measured; runs of different suite versions are never compared",
    },
    {
      name: "Started",
      value: formatDate(summary.startedAt),
      meaning: summary.complete
        ? "The run is complete"
        : "The run is not complete; what it measured is shown",
    },
    {
      name: "Effort",
      value: summary.effort,
      meaning: "Which of the three sets of parameters: quick, default or publish",
    },
    { name: "Seed", value: String(summary.seed), meaning: "The order of processes follows from it" },
    {
      name: "Processes per workload and target",
      value: formatCount(p.processes),
      meaning: `${formatCount(p.slowProcesses)} where one process takes more than ${formatMs(p.slowProcessMs, 2)}`,
    },
    {
      name: "Warm time per process",
      value: formatMs(p.warmTimeMs),
      meaning: `${iterations} requests, after a warm-up of ${formatCount(p.warmupIterations)}`,
    },
    {
      name: "Profiled requests",
      value: formatCount(p.profiledIterations),
      meaning: "Under the engine’s profiler, for shares only",
    },
    {
      name: "Time limit",
      value: formatMs(p.timeoutMs, 2),
      meaning: "A process that takes longer counts as failed",
    },
    {
      name: "Processes run",
      value: formatCount(summary.processes),
      meaning: "All workloads and targets, the A/A arm included",
    },
    {
      name: "Warm requests timed",
      value: formatCount(summary.samples),
      meaning: "Each is a row of the samples table on the Data page",
    },
    { name: "Measuring time", value: formatElapsed(summary.elapsedMs), meaning: "All sittings together" },
  ]);
}
