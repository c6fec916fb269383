import type { CallTreeBuilder } from "../call-tree.js";
import { type LaneSpans, orderOf } from "./spans.js";

interface NestOptions {
  /** The tree's node below which the thread's outermost spans hang; the root if not given. */
  readonly base?: number;
  /** Of two spans with the same interval, the smaller rank is outside; without ranks, the earlier in the file. */
  readonly rank?: (frame: number) => number;
}

/** Times are rounded to whole microseconds, start and duration apart: a callee can seem to outlive its caller. */
const ROUNDING_US = 2;

/**
 * Nests the spans of one thread: who encloses whom follows from the times alone. At every instant the open span that
 * began last has the self time. A span that outlives the one around it by more than rounding does not belong to it,
 * and ends it.
 *
 * @param emit called with each stretch of self time, in order of time, none overlapping another
 * @returns per span, the node of the tree that it is in
 */
export function nestSpans(
  spans: LaneSpans,
  tree: CallTreeBuilder,
  emit: (startUs: number, endUs: number, node: number, frame: number) => void,
  { base = 0, rank }: NestOptions = {},
): Int32Array {
  const { startUs, endUs, frame } = spans;
  const tie = rank ? (a: number, b: number) => rank(frame[a]!) - rank(frame[b]!) : () => 0;
  const order = orderOf(
    spans.length,
    (a, b) => startUs[a]! - startUs[b]! || endUs[b]! - endUs[a]! || tie(a, b),
  );
  const nodes = new Int32Array(spans.length);
  const openNodes: number[] = [];
  const openFrames: number[] = [];
  const openEndsUs: number[] = [];
  let nowUs = Number.NEGATIVE_INFINITY;

  const advance = (toUs: number): void => {
    while (openEndsUs.length > 0) {
      const untilUs = Math.min(openEndsUs.at(-1)!, toUs);
      if (untilUs > nowUs) {
        emit(nowUs, untilUs, openNodes.at(-1)!, openFrames.at(-1)!);
        nowUs = untilUs;
      }
      if (openEndsUs.at(-1)! > toUs) return;
      pop();
    }
    nowUs = toUs;
  };
  const pop = (): void => {
    openEndsUs.pop();
    openFrames.pop();
    openNodes.pop();
  };

  for (const span of order) {
    const start = startUs[span]!;
    const end = endUs[span]!;
    advance(start);
    while (openEndsUs.length > 0 && outlives(start, end, openEndsUs.at(-1)!)) pop();
    const node = tree.child(openNodes.at(-1) ?? base, frame[span]!);
    nodes[span] = node;
    // A span of no length is around nothing.
    if (end === start) continue;
    openNodes.push(node);
    openFrames.push(frame[span]!);
    openEndsUs.push(Math.min(end, openEndsUs.at(-1) ?? end));
  }
  advance(Number.POSITIVE_INFINITY);
  return nodes;
}

/** Whether a span that began within another is none of its callees. */
function outlives(startUs: number, endUs: number, outerEndUs: number): boolean {
  const beyondUs = endUs - outerEndUs;
  return beyondUs > 0 && (beyondUs > ROUNDING_US || beyondUs > outerEndUs - startUs);
}
