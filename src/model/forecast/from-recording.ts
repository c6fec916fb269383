/** What a recording tells a forecast: one execution of the command, in unprofiled time. */
import { evidenceOfRecording, unprofiledAttribution } from "../recorded-attribution.js";
import type { RecordedAttribution, RecordingSummary } from "../recording.js";
import type { DrawnTree } from "../traces/drawn-tree.js";
import { arrayCode } from "./array-code.js";
import {
  type Engine,
  type ForecastExtras,
  type ForecastInput,
  type Host,
  inputOfAttribution,
} from "./input.js";

export function inputOfRecording(summary: RecordingSummary, recorded: RecordedAttribution): ForecastInput {
  return inputOfAttribution(unprofiledAttribution(summary, recorded), extrasOfRecording(summary, recorded));
}

export function extrasOfRecording(summary: RecordingSummary, recorded: RecordedAttribution): ForecastExtras {
  const { host, peakRssBytes, cpuPerWall } = summary;
  const { operators, boundary, executions, tree, attribution, buckets, waiting, unfollowedCpuMs } = recorded;
  const { vectorisedMs, arraysOnly } = arrayCode(tree);
  /** The tree is in the time of all profiled executions. */
  const unprofiled = (bucket: "interpreter" | "compute") => {
    const profiledMs = attribution.buckets[bucket].ms;
    const share = profiledMs > 0 ? Math.min(1, vectorisedMs[bucket] / profiledMs) : 0;
    return share * buckets[bucket].ms;
  };
  return {
    operators,
    host,
    engine: engineOf(host, tree),
    peakRssBytes,
    cpuPerWall,
    engineCores: engineCores(summary, recorded),
    boundary: boundary && {
      calls: boundary.calls / executions,
      bytes: boundary.bytes === null || boundary.calls === 0 ? null : boundary.bytes / boundary.calls,
    },
    vectorisedMs: { interpreter: unprofiled("interpreter"), compute: unprofiled("compute") },
    arraysOnly,
    evidence: evidenceOfRecording(summary, recorded),
    // CPU time bounds no wall time: the others may be kept from running, or wait themselves. So all waiting counts.
    unfollowedMs: unfollowedCpuMs > 0 ? waiting.ms : 0,
  };
}

/** Of the time in which the followed thread computes. */
const LEAST_OWN_CPU = 0.75;

/**
 * Cores that the engine keeps busy: CPU time beyond what one thread can have used outside of waiting, over the time in which
 * the engine runs and that in which the followed thread waits for others. Two decimals; null where CPU time is unknown, or
 * where a busy machine gave the program less of it than one thread's work takes.
 */
function engineCores(
  { cpuPerWall, wallMs, environment }: RecordingSummary,
  { buckets, waiting, unfollowedCpuMs }: RecordedAttribution,
): number | null {
  if (cpuPerWall === null) return null;
  if (cpuPerWall * wallMs.median < LEAST_OWN_CPU * (buckets.interpreter.ms + buckets.compute.ms)) return null;
  const beyondMs = cpuPerWall * wallMs.median - (wallMs.median - waiting.ms);
  const insideMs = buckets.compute.ms + (unfollowedCpuMs > 0 ? waiting.ms : 0);
  const cores = insideMs > 0 ? 1 + Math.max(0, beyondMs) / insideMs : 1;
  return Math.round(Math.min(cores, Math.max(1, environment.cores)) * 100) / 100;
}

/** Compute in frames of a Wasm module is Wasm's; Python's engines are native libraries. */
function engineOf(host: Host, tree: DrawnTree): Engine {
  if (tree.some(({ destination, file }) => destination === "compute" && file?.startsWith("wasm:")))
    return "wasm";
  return host === "python" ? "native" : "unknown";
}
