/** One thread of a Firefox profile: its stacks, its samples, and how long each lasted. */
import type { Frame } from "../call-tree.js";
import { asDurationMs, medianMs } from "../duration.js";
import { asNumber } from "../json-file.js";
import type { Oddities } from "../oddities.js";
import type { ThreadSamples } from "../thread-samples.js";
import type { FrameReader } from "./frames.js";
import type { Table } from "./table.js";

/** A sample speaks for at most so many intervals; whatever ran in a longer gap, nobody saw. */
const MOST_INTERVALS = 10;

/** Of the time between two samples: a thread that used less of a CPU did not run. */
const LEAST_CPU = 0.05;

interface ThreadTables {
  readonly samples: Table;
  readonly stacks: Table;
  readonly frameOf: FrameReader;
  /** Whether a sample's weight is its length in milliseconds. */
  readonly isTracing: boolean;
  /** As the profiler was set, milliseconds. */
  readonly intervalMs: number | null;
  /** Milliseconds in one unit of CPU time; null where cycles are counted, of which only none is known to be none. */
  readonly cpuUnitMs: number | null;
}

/** Adds the thread's samples: each lasts until the next one, unless it says how long it took. */
export function addSamples(thread: ThreadSamples, tables: ThreadTables, oddities: Oddities): void {
  const { samples, cpuUnitMs } = tables;
  const stacks = new StackNodes(thread, tables, oddities);
  if (tables.isTracing) {
    for (let row = 0; row < samples.length; row++) {
      const ms = asDurationMs(samples.at("weight", row));
      if (ms === null)
        oddities.add("samples were dropped, as their weight is no duration", samples.at("weight", row));
      else stacks.add(samples.at("stack", row), ms, false);
    }
    return;
  }
  const timesMs = timesOf(samples, oddities);
  if (timesMs.length === 0) return;
  const gapsMs = timesMs.slice(1).map(({ ms }, i) => ms - timesMs[i]!.ms);
  const usualMs = medianMs(gapsMs.filter((ms) => ms > 0)) ?? tables.intervalMs ?? 1;
  for (const [i, { row }] of timesMs.entries()) {
    const lastedMs = gapsMs[i] ?? usualMs;
    const weighs = Math.max(1, asNumber(samples.at("weight", row)) ?? 1);
    const cpu = i < gapsMs.length ? asNumber(samples.at("threadCPUDelta", timesMs[i + 1]!.row)) : null;
    const isOff =
      cpu !== null && (cpu === 0 || (cpuUnitMs !== null && cpu * cpuUnitMs < LEAST_CPU * lastedMs));
    const shownMs = isOff ? lastedMs : Math.min(lastedMs, weighs * usualMs * MOST_INTERVALS);
    stacks.add(samples.at("stack", row), shownMs, isOff);
    if (lastedMs > shownMs) thread.addGap(lastedMs - shownMs);
  }
}

/** The samples in order whose time is one: milliseconds since the first. */
function timesOf(samples: Table, oddities: Oddities): { readonly row: number; readonly ms: number }[] {
  const times: { row: number; ms: number }[] = [];
  const areDeltas = !samples.has("time");
  let firstMs: number | null = null;
  let nowMs = 0;
  for (let row = 0; row < samples.length; row++) {
    const value = asNumber(samples.at(areDeltas ? "timeDeltas" : "time", row));
    const atMs: number | null = value === null ? null : areDeltas ? nowMs + value : value;
    firstMs ??= atMs;
    const ms = atMs === null ? null : asDurationMs(atMs - firstMs!);
    if (ms === null || ms < (times.at(-1)?.ms ?? 0)) {
      oddities.add("samples were dropped, as their time is none or goes back", value);
      continue;
    }
    nowMs = atMs!;
    times.push({ row, ms });
  }
  return times;
}

/** Of the leaf and what is above it, as many as tell whether a thread waits. */
const TOP = 3;

const OFF_CPU: Frame = { name: "(off the CPU)", file: null, line: null, category: "wait" };

/** A stack's node in its thread's tree, and its last few frames, root first. */
interface Place {
  readonly node: number;
  readonly top: readonly Frame[];
}

const ROOT: Place = { node: 0, top: [] };

/** The nodes of a thread's stacks in its tree, each made once. */
class StackNodes {
  readonly #thread: ThreadSamples;
  readonly #stacks: Table;
  readonly #frameOf: FrameReader;
  readonly #oddities: Oddities;
  readonly #places: Place[] = [];
  readonly #frames = new Map<number, Frame>();

  constructor(thread: ThreadSamples, { stacks, frameOf }: ThreadTables, oddities: Oddities) {
    this.#thread = thread;
    this.#stacks = stacks;
    this.#frameOf = frameOf;
    this.#oddities = oddities;
  }

  add(stack: unknown, ms: number, isOff: boolean): void {
    if (typeof stack !== "number" || !Number.isInteger(stack) || stack < 0 || stack >= this.#stacks.length) {
      if (stack !== null && stack !== undefined)
        this.#oddities.add("samples name a stack that the file does not list and stay unattributed", stack);
      this.#thread.addTo(0, [], ms);
      return;
    }
    const { node, top } = this.#placeOf(stack);
    const leaf = top.at(-1)!;
    // A symbol may tell what is waited for, which the rules know better.
    const isUntold = isOff && (leaf.category !== "native" || /^0x/.test(leaf.name));
    if (isUntold) this.#thread.addTo(this.#thread.child(node, OFF_CPU), [OFF_CPU], ms);
    else this.#thread.addTo(node, top, ms);
  }

  /** A stack's caller has a smaller number, so that going up ends. */
  #prefixOf(stack: number): number | null {
    const prefix = this.#stacks.at("prefix", stack);
    if (prefix === null || prefix === undefined) return null;
    if (typeof prefix === "number" && Number.isInteger(prefix) && prefix >= 0 && prefix < stack)
      return prefix;
    this.#oddities.add("stacks name a caller that does not come before them and were cut there", prefix);
    return null;
  }

  /** Each stack is looked at once, so that one with a fault is told once. */
  #placeOf(stack: number): Place {
    const path: number[] = [];
    let at: number | null = stack;
    while (at !== null && this.#places[at] === undefined) {
      path.push(at);
      at = this.#prefixOf(at);
    }
    let place = at === null ? ROOT : this.#places[at]!;
    for (const next of path.reverse()) {
      const frame = this.#frameAt(next);
      place = {
        node: this.#thread.child(place.node, frame),
        top: [...place.top, frame].slice(-TOP),
      };
      this.#places[next] = place;
    }
    return place;
  }

  #frameAt(stack: number): Frame {
    const row = asNumber(this.#stacks.at("frame", stack)) ?? -1;
    let frame = this.#frames.get(row);
    if (frame === undefined) {
      frame = this.#frameOf(row);
      this.#frames.set(row, frame);
    }
    return frame;
  }
}
