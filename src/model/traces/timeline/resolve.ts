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
  const { node, precedence, length } = segments;
  const clip = (us: number): number => Math.min(Math.max(us, interval.startUs), interval.endUs);
  const startOf = (stretch: number): number => clip(segments.startUs[stretch]!);
  const endOf = (stretch: number): number => clip(segments.endUs[stretch]!);
  const byStart = orderOf(length, (a, b) => startOf(a) - startOf(b));
  const byEnd = orderOf(length, (a, b) => endOf(a) - endOf(b));
  const levels = 1 + precedence.subarray(0, length).reduce((most, level) => Math.max(most, level), 0);
  const open = new Uint32Array(levels);
  // Time that a single stretch of the level has got so far: each open one gets the same, so one sum serves all.
  const shareUs = new Float64Array(levels);
  const shareAtStartUs = new Float64Array(length);
  let nowUs = interval.startUs;
  const hiddenMs = new Array<number>(levels).fill(0);
  const advance = (toUs: number): void => {
    if (toUs <= nowUs) return;
    const winner = open.findIndex((stretches) => stretches > 0);
    if (winner >= 0) shareUs[winner]! += (toUs - nowUs) / open[winner]!;
    nowUs = toUs;
  };

  let next = 0;
  for (const stretch of byEnd) {
    const endUs = endOf(stretch);
    for (; next < length && startOf(byStart[next]!) <= endUs; next++) {
      const started = byStart[next]!;
      advance(startOf(started));
      open[precedence[started]!]!++;
      shareAtStartUs[started] = shareUs[precedence[started]!]!;
    }
    advance(endUs);
    const level = precedence[stretch]!;
    open[level]!--;
    const gotUs = shareUs[level]! - shareAtStartUs[stretch]!;
    tree.add(node[stretch]!, gotUs / 1e3);
    const hiddenUs = endUs - startOf(stretch) - gotUs;
    if (hiddenUs >= DUST_US) hiddenMs[level]! += hiddenUs / 1e3;
  }
  return hiddenMs;
}
