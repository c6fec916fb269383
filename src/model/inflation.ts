/** What a profiler cost the command that it watched. */
import { PROFILER_INFLATION_LIMIT } from "./attribution.js";
import type { WallTime } from "./recording.js";

/** Whether the profiled executions took longer than every unprofiled one. */
export function isSlowdownMeasurable(inflation: number, { median, high }: WallTime): boolean {
  return median * (1 + inflation) > high;
}

/**
 * Beyond the limit, in either direction, profiled and unprofiled executions do not describe the same thing. Shorter
 * ones within the spread of the unprofiled executions are nothing odd.
 */
export function inflationWarnings(inflation: number | null, { median, low }: WallTime): string[] {
  if (inflation === null || Math.abs(inflation) <= PROFILER_INFLATION_LIMIT) return [];
  const percent = Math.round(Math.abs(inflation) * 100);
  if (inflation > 0) {
    return [
      `The profiler slowed the command by ${percent} %, more than the ${PROFILER_INFLATION_LIMIT * 100} % up to ` +
        "which its shares can be taken as they are; try a lower --rate.",
    ];
  }
  if (median * (1 + inflation) >= low) return [];
  return [
    `The profiled executions were ${percent} % shorter than the unprofiled ones: the machine was busy during ` +
      "the unprofiled ones; repeat with a larger --repeat.",
  ];
}
