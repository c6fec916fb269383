import type { RequestTimes } from "../profile.js";
import type { Interval } from "./interval.js";
import { resolve } from "./resolve.js";
import { Segments } from "./segments.js";
import { orderOf } from "./spans.js";

/**
 * What each of several windows holds, resolved as the whole is. A stretch of a node below 0 is not on the clock.
 *
 * @param windows ascending, none overlapping another
 */
export function requestTimes(segments: Segments, windows: readonly Interval[]): RequestTimes[] {
  const { startUs, endUs, node, precedence } = segments;
  // Pieces of stretches by the window that they lie in: the two columns of a sparse matrix.
  const windowOf: number[] = [];
  const stretchOf: number[] = [];
  for (let stretch = 0; stretch < segments.length; stretch++) {
    for (let at = firstEndingAfter(windows, startUs[stretch]!); at < windows.length; at++) {
      if (windows[at]!.startUs >= endUs[stretch]!) break;
      windowOf.push(at);
      stretchOf.push(stretch);
    }
  }
  const order = orderOf(windowOf.length, (a, b) => windowOf[a]! - windowOf[b]!);
  const piece = new Segments();
  let next = 0;
  return windows.map((window, at) => {
    piece.length = 0;
    for (; next < order.length && windowOf[order[next]!] === at; next++) {
      const stretch = stretchOf[order[next]!]!;
      piece.push(startUs[stretch]!, endUs[stretch]!, node[stretch]!, precedence[stretch]!);
    }
    return timesWithin(piece, window);
  });
}

function timesWithin(piece: Segments, window: Interval): RequestTimes {
  const byNode = new Map<number, number>();
  resolve(piece, window, { add: (node, ms) => byNode.set(node, (byNode.get(node) ?? 0) + ms) });
  let leftOutMs = 0;
  const nodes: number[] = [];
  const selfMs: number[] = [];
  for (const [node, ms] of byNode) {
    if (node < 0) leftOutMs += ms;
    else if (ms > 0) {
      nodes.push(node);
      selfMs.push(ms);
    }
  }
  return { wallMs: Math.max(0, (window.endUs - window.startUs) / 1e3 - leftOutMs), nodes, selfMs };
}

/** The first window whose end lies after an instant. */
function firstEndingAfter(windows: readonly Interval[], us: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.endUs > us) high = middle;
    else low = middle + 1;
  }
  return low;
}
