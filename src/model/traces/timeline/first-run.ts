import { formatMs } from "../../format.js";
import { medianMs } from "../duration.js";
import type { LaneSpans } from "./spans.js";

/** Times the median of the others. */
const LEAST_TIMES = 3;

/** Of the time of all runs, what the first one takes beyond the median: less shapes no shares. */
const LEAST_SHARE = 0.1;

/**
 * Whether the first of several runs or steps dominates them, as warm-up does: a sentence that says so, or none.
 *
 * @param things "runs", "steps"
 * @param remedy what to do about it, as a sentence
 */
export function firstRunNote(
  { startUs, endUs, length }: LaneSpans,
  things: string,
  remedy: string,
): string[] {
  let first = 0;
  for (let run = 1; run < length; run++) if (startUs[run]! < startUs[first]!) first = run;
  const othersMs = Array.from({ length }, (_, run) => (endUs[run]! - startUs[run]!) / 1e3);
  const [firstMs] = othersMs.splice(first, 1);
  const typicalMs = medianMs(othersMs);
  if (firstMs === undefined || !typicalMs) return [];
  const allMs = othersMs.reduce((sum, ms) => sum + ms, firstMs);
  if (firstMs < typicalMs * LEAST_TIMES || firstMs - typicalMs < allMs * LEAST_SHARE) return [];
  return [
    `The first of ${length} ${things} dominates: it took ${formatMs(firstMs)}, ${Math.round(firstMs / typicalMs)} times ` +
      `the median of the others (${formatMs(typicalMs)}). Unless its input was larger, that is warm-up (allocating, ` +
      `choosing kernels, compiling), which belongs to the cold start, and it is in the shares. ${remedy}`,
  ];
}
