/** Where company stops being worth the wait: throughput against latency, over sizes of a batch. */
import type { BatchCurve } from "./batch-curve.js";

export interface BatchKnee {
  /** Requests in a call. */
  readonly batch: number;
  /** Of such a call. */
  readonly ms: number;
  readonly perSecond: number;
  /** Of the throughput of requests one by one. */
  readonly gain: number;
  /** The largest gain of any size, whatever the wait. */
  readonly mostGain: number;
  /** The largest that was measured: it may lie beyond. */
  readonly isLast: boolean;
}

/** Requests that a target answers in a second which does nothing but call its model with so many of them. */
export const throughputOf = (batch: number, ms: number): number => (1e3 * batch) / ms;

/**
 * The batch with the most throughput for its latency: Kleinrock's power, n / t(n)². Where a call takes a fixed part and one for each
 * request, that is the batch whose requests take as long as the fixed part: half of what endless company would bring, at
 * twice the least latency. A target whose calls grow with their requests from the first has its knee at 1.
 */
export function batchKnee({ points }: BatchCurve): BatchKnee {
  const power = ({ batch, ms }: (typeof points)[number]) => batch / ms.value ** 2;
  const best = points.reduce((most, point) => (power(point) > power(most) ? point : most));
  const perSecond = throughputOf(best.batch, best.ms.value);
  const first = points[0]!;
  const gainOf = ({ batch, ms }: (typeof points)[number]) =>
    throughputOf(batch, ms.value) / throughputOf(first.batch, first.ms.value);
  return {
    batch: best.batch,
    ms: best.ms.value,
    perSecond,
    gain: gainOf(best),
    mostGain: Math.max(...points.map(gainOf)),
    isLast: best === points.at(-1),
  };
}
