import { Extent, type Interval } from "./interval.js";
import { LaneSpans, orderOf } from "./spans.js";

/** One thread of one process, and what it ran. */
export interface Lane {
  readonly pid: unknown;
  readonly tid: unknown;
  /** As the trace names the thread; "" where it does not. */
  name: string;
  readonly spans: LaneSpans;
  /** From its first event to its last, instants included. */
  readonly extent: Extent;
}

/** The threads of a trace, found by process and thread, each of which may be a number or a string. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  of(pid: unknown, tid: unknown): Lane {
    const key = `${pid}\0${tid}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { pid, tid, name: "", spans: new LaneSpans(), extent: new Extent() };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  get all(): Lane[] {
    return [...this.#lanes.values()];
  }
}

/** Time in which at least one span of the lane is open, within an interval if given, µs. */
export function busyUs({ spans }: Pick<Lane, "spans">, within?: Interval): number {
  const { startUs, endUs } = spans;
  let busy = 0;
  let nowUs = within?.startUs ?? Number.NEGATIVE_INFINITY;
  const lastUs = within?.endUs ?? Number.POSITIVE_INFINITY;
  for (const span of orderOf(spans.length, (a, b) => startUs[a]! - startUs[b]!)) {
    const fromUs = Math.max(startUs[span]!, nowUs);
    const untilUs = Math.min(endUs[span]!, lastUs);
    if (untilUs <= fromUs) continue;
    busy += untilUs - fromUs;
    nowUs = untilUs;
  }
  return busy;
}

/** The lane with the most busy time; undefined where none has any. */
export function busiest<T extends Pick<Lane, "spans">>(lanes: readonly T[]): T | undefined {
  let most = 0;
  let found: T | undefined;
  for (const lane of lanes) {
    const busy = busyUs(lane);
    if (busy > most) {
      most = busy;
      found = lane;
    }
  }
  return found;
}

/** How a message calls a thread. */
export function laneName({ pid, tid, name }: Lane): string {
  return name ? `${name} (process ${pid}, thread ${tid})` : `thread ${tid} of process ${pid}`;
}

/** "1 other thread", "2 other threads". */
export function countOf(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
