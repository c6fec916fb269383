import type { CallTreeBuilder } from "../call-tree.js";
import type { Interval } from "./interval.js";
import type { Segments } from "./segments.js";
import { orderOf } from "./spans.js";

/** A nanosecond, µs: no clock tells less, and what is less is what adding up leaves. */
export const DUST_US = 1e-3;

/**
 * Resolves stretches that overlap (threads, GPU streams) on one wall clock and adds what is left to the tree: at every
 * instant of the interval the smallest precedence wins, and stretches of equal precedence share the instant equally.
 *
 * @returns per precedence, the time of its stretches that went to others, ms: what ran at the same time, unseen
 */
export function resolve(
  segments: Segments,
  interval: Interval,
  tree: Pick<CallTreeBuilder, "add">,
): number[] {
  const { startUs, endUs, node, precedence } = segments;
  const clip = (us: number): number => Math.min(Math.max(us, interval.startUs), interval.endUs);
  const count = segments.length;
  // Instant k < count is the start of stretch k, instant count + k its end.
  const instants = new Float64Array(count * 2);
  for (let k = 0; k < count; k++) {
    instants[k] = clip(startUs[k]!);
    instants[count + k] = clip(endUs[k]!);
  }
  const levels = 1 + precedence.subarray(0, count).reduce((most, level) => Math.max(most, level), 0);
  const open = new Uint32Array(levels);
  // Time that a single stretch of the level has got so far: each open one gets the same, so one sum serves all.
  const shareUs = new Float64Array(levels);
  const shareAtStartUs = new Float64Array(count);
  let nowUs = interval.startUs;
  const hiddenMs = new Array<number>(levels).fill(0);
  for (const instant of orderOf(count * 2, (a, b) => instants[a]! - instants[b]!)) {
    const passedUs = instants[instant]! - nowUs;
    if (passedUs > 0) {
      const winner = open.findIndex((stretches) => stretches > 0);
      if (winner >= 0) {
        shareUs[winner]! += passedUs / open[winner]!;
      }
      nowUs = instants[instant]!;
    }
    const stretch = instant % count;
    const level = precedence[stretch]!;
    if (instant < count) {
      open[level]!++;
      shareAtStartUs[stretch] = shareUs[level]!;
    } else {
      open[level]!--;
      const gotUs = shareUs[level]! - shareAtStartUs[stretch]!;
      tree.add(node[stretch]!, gotUs / 1e3);
      const hiddenUs = instants[instant]! - instants[stretch]! - gotUs;
      if (hiddenUs >= DUST_US) hiddenMs[level]! += hiddenUs / 1e3;
    }
  }
  return hiddenMs;
}
