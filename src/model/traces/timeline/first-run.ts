import { formatMs } from "../../format.js";
import { medianMs } from "../duration.js";

/** Times the median of the others. */
const LEAST_TIMES = 3;

/** Of the time of all runs, what the first one takes beyond the median: less shapes no shares. */
const LEAST_SHARE = 0.1;

/**
 * Whether the first of several runs or steps dominates them, as warm-up does: a sentence that says so, or none.
 *
 * @param allMs of each, without what is left out as start-up, in the order of their starts
 * @param things "runs", "steps"
 * @param remedy what to do about it, as a sentence
 */
export function firstRunNote(allMs: readonly number[], things: string, remedy: string): string[] {
  const [firstMs, ...othersMs] = allMs;
  const typicalMs = medianMs(othersMs);
  if (firstMs === undefined || !typicalMs) return [];
  const sumMs = allMs.reduce((sum, ms) => sum + ms, 0);
  if (firstMs < typicalMs * LEAST_TIMES || firstMs - typicalMs < sumMs * LEAST_SHARE) return [];
  return [
    `The first of ${allMs.length} ${things} dominates: it took ${formatMs(firstMs)}, ${Math.round(firstMs / typicalMs)} times ` +
      `the median of the others (${formatMs(typicalMs)}). Unless its input was larger, that is warm-up (allocating, ` +
      `choosing kernels, compiling), which belongs to the cold start, and it is in the shares. ${remedy}`,
  ];
}
