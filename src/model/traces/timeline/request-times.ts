import type { RequestTimes } from "../profile.js";
import type { Interval } from "./interval.js";
import { resolve } from "./resolve.js";
import { Segments } from "./segments.js";

/**
 * What each of several windows holds, resolved as the whole is. A stretch of a node below 0 is not on the clock.
 *
 * @param windows ascending, none overlapping another
 */
export function requestTimes(segments: Segments, windows: readonly Interval[]): RequestTimes[] {
  const { startUs, endUs, node, precedence } = segments;
  const byWindow = stretchesByWindow(segments, windows);
  const piece = new Segments();
  return windows.map((window, at) => {
    piece.length = 0;
    for (const stretch of byWindow(at))
      piece.push(startUs[stretch]!, endUs[stretch]!, node[stretch]!, precedence[stretch]!);
    return timesWithin(piece, window);
  });
}

/** The stretches that reach into a window, in their order. */
function stretchesByWindow(
  { startUs, endUs, length }: Segments,
  windows: readonly Interval[],
): (window: number) => Uint32Array {
  const eachPair = (visit: (window: number, stretch: number) => void): void => {
    for (let stretch = 0; stretch < length; stretch++) {
      for (let at = firstEndingAfter(windows, startUs[stretch]!); at < windows.length; at++) {
        if (windows[at]!.startUs >= endUs[stretch]!) break;
        visit(at, stretch);
      }
    }
  };
  const ends = new Uint32Array(windows.length + 1);
  eachPair((at) => ends[at + 1]!++);
  for (let at = 1; at < ends.length; at++) ends[at]! += ends[at - 1]!;
  const stretches = new Uint32Array(ends.at(-1)!);
  // Each is the start of its window's stretches now, and the end when they are in.
  eachPair((at, stretch) => {
    stretches[ends[at]!++] = stretch;
  });
  return (at) => stretches.subarray(at === 0 ? 0 : ends[at - 1]!, ends[at]!);
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
