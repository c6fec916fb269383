import { LONGEST_MS } from "../duration.js";
import { Oddities } from "../oddities.js";
import { Extent, type Interval } from "./interval.js";
import type { JsonObject } from "./json-events.js";

const LONGEST_US = LONGEST_MS * 1e3;

/** From here on a number cannot tell one microsecond from the next: no clock writes such an instant. */
const LARGEST_US = 2 ** 53;

const EVER: Interval = { startUs: -LARGEST_US, endUs: LARGEST_US };

/** The instants and durations of a trace's events, checked and noted. */
export class EventTimes {
  /** What was odd in the file so far. */
  readonly oddities = new Oddities();
  readonly #within: Interval;
  readonly #extent = new Extent();
  readonly #starts: number[] | null;

  /**
   * @param within events outside are dropped and counted
   * @param starts is given every event's start, where it is wanted
   */
  constructor(within = EVER, starts: number[] | null = null) {
    this.#within = within;
    this.#starts = starts;
  }

  /** An event's instant, µs; null, and noted, where it has no usable one. */
  instantOf(event: JsonObject): number | null {
    const { ts } = event;
    if (typeof ts !== "number" || !(Math.abs(ts) < LARGEST_US)) {
      this.oddities.add("events whose ts is not a number of microseconds were dropped", {
        ts,
        name: event.name,
      });
      return null;
    }
    return this.#noted(event, { startUs: ts, endUs: ts })?.startUs ?? null;
  }

  /** A complete event's interval; null, and noted, where it has no usable one. */
  intervalOf(event: JsonObject): Interval | null {
    const { ts, dur } = event;
    if (typeof ts !== "number" || !(Math.abs(ts) < LARGEST_US)) {
      this.instantOf(event);
      return null;
    }
    if (typeof dur === "number" && dur >= 0 && dur <= LONGEST_US) {
      return this.#noted(event, { startUs: ts, endUs: ts + dur });
    }
    this.oddities.add("events whose dur is not a number of microseconds from 0 to a year were dropped", {
      dur,
      name: event.name,
    });
    return null;
  }

  /** Whether the events that were kept lie further apart than a year. */
  get areTooFarApart(): boolean {
    const extent = this.#extent.interval;
    return extent !== null && extent.endUs - extent.startUs > LONGEST_US;
  }

  #noted(event: JsonObject, interval: Interval): Interval | null {
    if (interval.startUs < this.#within.startUs || interval.endUs > this.#within.endUs) {
      this.oddities.add("events that lie more than half a year from the middle one were dropped", {
        ts: event.ts,
        name: event.name,
      });
      return null;
    }
    this.#extent.add(interval.startUs, interval.endUs);
    this.#starts?.push(interval.startUs);
    return interval;
  }
}

/**
 * Reads a trace so that its events span a year at most. One stray time (0 among absolute times) would make the wall
 * time one of decades: then the trace is read again, without the events that lie more than half a year from the median.
 *
 * @param read may be called more than once, and must start anew
 */
export function readPlausibly<T>(read: (times: EventTimes) => T): T {
  const times = new EventTimes();
  const all = read(times);
  if (!times.areTooFarApart) return all;
  const starts: number[] = [];
  read(new EventTimes(EVER, starts));
  starts.sort((a, b) => a - b);
  const medianUs = starts[starts.length >> 1]!;
  return read(new EventTimes({ startUs: medianUs - LONGEST_US / 2, endUs: medianUs + LONGEST_US / 2 }));
}
