/** A thread's events and V8's samples of it on one clock. */
import type { CallTreeBuilder } from "../call-tree.js";
import type { Oddities } from "../oddities.js";
import type { FrameTable } from "../timeline/frame-table.js";
import { nestSpans } from "../timeline/nesting.js";
import type { LaneSpans } from "../timeline/spans.js";
import type { EmbeddedProfile } from "./embedded-profiles.js";
import { type EventKind, eventKind } from "./event-kind.js";
import { ROOT } from "./profile-frame.js";
import { nodeMapper } from "./profile-nodes.js";

/** @param isWork false where the samples say that nothing runs, or nothing that they or an event could name */
type Emit = (startUs: number, endUs: number, node: number, isWork: boolean) => void;

/** What is known of a node of events. */
interface Event {
  readonly kind: EventKind | "none";
  /** As long as it is open, a sample that was taken within it holds: the outermost script, or else the outermost event. */
  readonly holder: number;
  /** The node below which a sampled stack hangs. */
  readonly base: number;
}

const OUTSIDE: Event = { kind: "none", holder: 0, base: 0 };

/** What a sample that shows no script says. */
type Meta = "idle" | "program";

/**
 * Nests a thread's spans as `nestSpans` does, and fills what they show as script, as a task's own time or not at all with the
 * sampled stacks. Events are exact and samples are not: an event of other work keeps its time, and a sample lasts until
 * the next one, but not beyond the script's event in which it was taken.
 */
export function nestSampled(
  spans: LaneSpans,
  profile: EmbeddedProfile,
  tree: CallTreeBuilder,
  frames: FrameTable,
  emit: Emit,
  oddities = profile.oddities,
): void {
  const samples = new SampledThread(profile, tree, frames, emit, oddities);
  const { startUs, endUs } = profile.timeline;
  let nowUs = startUs;
  const until = (us: number): void => {
    if (us > nowUs) samples.pass(nowUs, us, 0);
    nowUs = Math.max(nowUs, us);
  };
  nestSpans(spans, tree, (fromUs, toUs, node) => {
    until(fromUs);
    samples.pass(fromUs, toUs, node);
    nowUs = Math.max(nowUs, toUs);
  });
  until(endUs);
}

class SampledThread {
  readonly #profile: EmbeddedProfile;
  readonly #tree: CallTreeBuilder;
  readonly #frames: FrameTable;
  readonly #emit: Emit;
  readonly #oddities: Oddities;
  readonly #events: Event[] = [OUTSIDE];
  readonly #mappers = new Map<number, (id: number) => number | null>();
  readonly #meta = new Map<number, Meta>();
  /** Of the first sample that is still to come. */
  #next = 0;
  /** The last sample's node, while it holds. */
  #sample: number | null = null;
  #holder = 0;

  constructor(
    profile: EmbeddedProfile,
    tree: CallTreeBuilder,
    frames: FrameTable,
    emit: Emit,
    oddities: Oddities,
  ) {
    this.#profile = profile;
    this.#tree = tree;
    this.#frames = frames;
    this.#emit = emit;
    this.#oddities = oddities;
    for (const { id, frame } of profile.nodes.values()) {
      const { category } = frame;
      if (category === "idle" || category === "program") this.#meta.set(id, category);
    }
  }

  /** A stretch of an event's own time, or of none (node 0); in order of time. */
  pass(startUs: number, endUs: number, node: number): void {
    const { samples, endUs: profileEndUs } = this.#profile.timeline;
    const event = this.#eventAt(node);
    if (event.holder !== this.#holder) this.#sample = null;
    for (let nowUs = startUs; nowUs < endUs; ) {
      for (; this.#next < samples.length && samples[this.#next]!.atUs <= nowUs; this.#next++) {
        this.#sample = samples[this.#next]!.id;
        this.#holder = event.holder;
      }
      const isOver = nowUs >= profileEndUs;
      if (isOver) this.#sample = null;
      const nextUs = samples[this.#next]?.atUs ?? (isOver ? endUs : profileEndUs);
      const untilUs = Math.min(endUs, nextUs);
      this.#place(nowUs, untilUs, node, event);
      nowUs = untilUs;
    }
  }

  #place(startUs: number, endUs: number, node: number, { kind, base }: Event): void {
    const sample = this.#sample ?? (kind === "none" ? this.#nothingUntil(endUs) : null);
    const meta = sample === null ? null : this.#meta.get(sample);
    if (kind === "native" || (kind !== "none" && (sample === null || meta === "program"))) {
      this.#emit(startUs, endUs, node, true);
    } else if (sample !== null) {
      const stack = this.#nodeOf(meta ? 0 : base, sample);
      if (stack !== null) this.#emit(startUs, endUs, stack, !meta);
    }
  }

  /** Where an event has ended, the next sample says what came after it, if that is nothing; else nobody knows. */
  #nothingUntil(us: number): number | null {
    const coming = this.#profile.timeline.samples[this.#next];
    const isMeta = this.#next > 0 && coming?.atUs === us && this.#meta.has(coming.id);
    return isMeta ? coming.id : null;
  }

  #nodeOf(base: number, id: number): number | null {
    let mapper = this.#mappers.get(base);
    if (mapper === undefined) {
      mapper = nodeMapper(this.#profile.nodes, this.#tree, this.#oddities, base);
      this.#mappers.set(base, mapper);
    }
    const node = mapper(id);
    if (node !== null) return node === base ? this.#tree.child(base, this.#tree.frame(ROOT)) : node;
    this.#oddities.add("samples name a node that the file does not list and stay unattributed", id);
    return null;
  }

  #eventAt(node: number): Event {
    const path: number[] = [];
    for (let at = node; this.#events[at] === undefined; at = this.#tree.parentOf(at)) path.push(at);
    for (const at of path.reverse())
      this.#events[at] = this.#within(this.#events[this.#tree.parentOf(at)]!, at);
    return this.#events[node]!;
  }

  #within(above: Event, node: number): Event {
    const kind = eventKind(this.#frames.at(this.#tree.frameOf(node)));
    if (this.#events[above.holder]!.kind === "script") return { ...above, kind };
    return { kind, base: node, holder: kind === "script" || above.holder === 0 ? node : above.holder };
  }
}
