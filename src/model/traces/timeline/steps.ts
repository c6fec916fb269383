import { Extent, type Interval } from "./interval.js";
import { LaneSpans } from "./spans.js";

/** The steps that a trace of a device delimits. */
export class Steps {
  readonly spans = new LaneSpans();
  readonly #extent = new Extent();

  add(startUs: number, endUs: number): void {
    this.spans.push(startUs, endUs, 0);
    this.#extent.add(startUs, endUs);
  }

  /** From the first one's start to the last one's end; null where there is none. */
  get extent(): Interval | null {
    return this.#extent.interval;
  }

  /** Each step lasts until the next one starts, as devices work on after its call; the last until the end of the clock. */
  windows(endUs: number): Interval[] {
    const { startUs, length } = this.spans;
    const starts = [...new Set(startUs.subarray(0, length))].sort((a, b) => a - b);
    return starts.map((start, at) => ({ startUs: start, endUs: starts[at + 1] ?? endUs }));
  }

  /**
   * The clock: from the first step to the end of the last and of the device's work, which is not that of before the first
   * step, of a warm-up; without steps, from the first event of the thread and the device to the last.
   */
  clock(thread: Interval | null | undefined, device: readonly LaneSpans[]): Interval | null {
    const steps = this.extent;
    const extent = new Extent();
    const first = steps ?? thread;
    if (first) extent.add(first.startUs, first.endUs);
    for (const { startUs, endUs, length } of device) {
      for (let k = 0; k < length; k++) {
        if (!steps || startUs[k]! >= steps.startUs) extent.add(startUs[k]!, endUs[k]!);
      }
    }
    return extent.interval;
  }
}
