import type { Interval } from "./interval.js";

/** Small, as a trace may have many threads with few events. */
const FIRST_CAPACITY = 8;

/**
 * The events of one thread as columns, growing: 20 bytes a span, where an object would take 100.
 * `begin` and `end` marks become spans when `close` is called.
 */
export class LaneSpans {
  /** Spans so far. */
  length = 0;
  /** µs, as in the file. Valid below `length`. */
  startUs = new Float64Array(FIRST_CAPACITY);
  endUs = new Float64Array(FIRST_CAPACITY);
  /** What ran: an index that the caller gave. */
  frame = new Int32Array(FIRST_CAPACITY);
  readonly #marksAtUs: number[] = [];
  /** The frame of a begin mark, END for an end mark. */
  readonly #marks: number[] = [];

  /** @returns the span's index */
  push(startUs: number, endUs: number, frame: number): number {
    if (this.length === this.frame.length) this.#grow();
    this.startUs[this.length] = startUs;
    this.endUs[this.length] = endUs;
    this.frame[this.length] = frame;
    return this.length++;
  }

  begin(atUs: number, frame: number): void {
    this.#marksAtUs.push(atUs);
    this.#marks.push(frame);
  }

  end(atUs: number): void {
    this.#marksAtUs.push(atUs);
    this.#marks.push(END);
  }

  /**
   * Pairs begin and end marks in the order of their times. What was never ended ends with the thread's last event.
   *
   * @returns begin marks without an end, and end marks without a begin, which are dropped
   */
  close(): { readonly unended: number; readonly unbegun: number } {
    const at = this.#marksAtUs;
    const open: number[] = [];
    let unbegun = 0;
    let lastUs = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.length; i++) lastUs = Math.max(lastUs, this.endUs[i]!);
    for (const time of at) lastUs = Math.max(lastUs, time);
    for (const mark of orderOf(at.length, (a, b) => at[a]! - at[b]!)) {
      if (this.#marks[mark] !== END) open.push(mark);
      else {
        const begun = open.pop();
        if (begun === undefined) unbegun++;
        else this.push(at[begun]!, at[mark]!, this.#marks[begun]!);
      }
    }
    for (const mark of open) this.push(at[mark]!, lastUs, this.#marks[mark]!);
    at.length = 0;
    this.#marks.length = 0;
    return { unended: open.length, unbegun };
  }

  /** The spans in order of their starts, without those that begin within an earlier one. */
  windows(): Interval[] {
    const windows: Interval[] = [];
    let untilUs = Number.NEGATIVE_INFINITY;
    for (const span of orderOf(this.length, (a, b) => this.startUs[a]! - this.startUs[b]!)) {
      const window = { startUs: this.startUs[span]!, endUs: this.endUs[span]! };
      if (window.startUs < untilUs || window.endUs <= window.startUs) continue;
      windows.push(window);
      untilUs = window.endUs;
    }
    return windows;
  }

  #grow(): void {
    const capacity = Math.ceil(this.frame.length * 1.5);
    this.startUs = copied(new Float64Array(capacity), this.startUs);
    this.endUs = copied(new Float64Array(capacity), this.endUs);
    this.frame = copied(new Int32Array(capacity), this.frame);
  }
}

const END = -1;

/**
 * The numbers 0 to `length` − 1 in a stable order. A merge sort, since most of what it is given is in order already, or
 * consists of a few stretches that are; and one that needs 8 bytes a number, where the engine's own needs 24.
 */
export function orderOf(length: number, compare: (a: number, b: number) => number): Uint32Array {
  let order = new Uint32Array(length);
  let ends: number[] = [];
  for (let i = 0; i < length; i++) {
    order[i] = i;
    if (i > 0 && compare(i - 1, i) > 0) ends.push(i);
  }
  if (ends.length === 0) return order;
  ends.push(length);
  let merged = new Uint32Array(length);
  while (ends.length > 1) {
    const mergedEnds: number[] = [];
    for (let run = 0, start = 0; run < ends.length; run += 2) {
      const end = ends[run + 1] ?? length;
      merge(order, merged, start, ends[run]!, end, compare);
      mergedEnds.push(end);
      start = end;
    }
    [order, merged, ends] = [merged, order, mergedEnds];
  }
  return order;
}

/** Two neighbouring stretches, each in order, into one. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
  compare: (a: number, b: number) => number,
): void {
  let [left, right] = [start, middle];
  for (let i = start; i < end; i++) {
    const isLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
    to[i] = isLeft ? from[left++]! : from[right++]!;
  }
}

function copied<T extends Float64Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
