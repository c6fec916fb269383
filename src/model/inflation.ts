/** What a profiler cost the command that it watched. */
import { PROFILER_INFLATION_LIMIT } from "./attribution.js";
import type { ProfilingAttempt, WallTime } from "./recording.js";

/** Whether the profiled executions took longer than every unprofiled one. */
export function isSlowdownMeasurable(inflation: number, { median, high }: WallTime): boolean {
  return median * (1 + inflation) > high;
}

/** The attempt that a recording's shares are of; where none is, the last. */
export const shownAttempt = <A extends Pick<ProfilingAttempt, "isUsed">>(
  attempts: readonly A[],
): A | undefined => attempts.find(({ isUsed }) => isUsed) ?? attempts.at(-1);

/** Whether the profiler slowed the command by so much that its shares cannot be taken as they are. */
export const isTooSlow = (inflation: number, wallMs: WallTime): boolean =>
  inflation > PROFILER_INFLATION_LIMIT && isSlowdownMeasurable(inflation, wallMs);

/**
 * Profiled executions that were shorter than all others by more than the limit; longer ones are `evidenceGate`'s. Within
 * the spread of the unprofiled executions they are nothing odd.
 */
export function inflationWarnings(inflation: number | null, { median, low }: WallTime): string[] {
  if (inflation === null || inflation >= -PROFILER_INFLATION_LIMIT || median * (1 + inflation) >= low)
    return [];
  const percent = Math.round(-inflation * 100);
  return [
    `The profiled executions were ${percent} % shorter than the unprofiled ones: the machine was busy during ` +
      "the unprofiled ones; repeat with a larger --repeat.",
  ];
}
