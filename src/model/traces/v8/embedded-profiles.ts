import { LONGEST_MS } from "../duration.js";
import { asArray, asNumber, isObject, type JsonObject } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { type ProfileNode, readNodes } from "./profile-nodes.js";
import { newTimeline, type Timeline } from "./profile-timeline.js";

/** What V8 sampled of one thread, on the clock of the trace that holds it. */
export interface EmbeddedProfile {
  /** The profiled thread. */
  readonly pid: unknown;
  readonly tid: unknown;
  readonly nodes: ReadonlyMap<number, ProfileNode>;
  readonly timeline: Timeline;
  readonly oddities: Oddities;
}

/** A profile in pieces, as one `Profile` event and its `ProfileChunk` events hold it. */
interface Pieces {
  readonly pid: unknown;
  tid: unknown;
  /** On the trace's clock, µs. */
  startUs: number;
  /** On the profile's own clock, which need not be the trace's. */
  startTime: number | null;
  endTime: number | null;
  readonly nodes: unknown[];
  readonly samples: unknown[];
  readonly timeDeltas: unknown[];
}

const LONGEST_US = LONGEST_MS * 1e3;

/**
 * The CPU profiles within a trace, one for each thread. Chrome and Node write them in pieces: `Profile` on the profiled
 * thread, each `ProfileChunk` on the sampler's, tied by process and id. DevTools, which opens a `.cpuprofile` as a trace, and
 * webpack's ProfilingPlugin write a whole one, `CpuProfile`.
 */
export class EmbeddedProfiles {
  readonly #pieces = new Map<string, Pieces>();

  /** Whether an event is a CPU profile or a piece of one: what it lasts is no time of its thread's. */
  static isPiece(event: JsonObject): boolean {
    if (event.name === "CpuProfile") return isObject(dataOf(event).cpuProfile);
    return event.ph === "P" && (event.name === "Profile" || event.name === "ProfileChunk");
  }

  /** @param atUs the event's instant on the trace's clock */
  take(event: JsonObject, atUs: number): void {
    const data = dataOf(event);
    const chunk = isObject(data.cpuProfile) ? data.cpuProfile : {};
    const pieces = this.#of(event, atUs);
    if (event.name === "Profile") {
      pieces.tid = event.tid;
      pieces.startUs = atUs;
      pieces.startTime = asNumber(data.startTime);
    } else if (event.name === "CpuProfile") {
      pieces.startUs = asNumber(chunk.startTime) ?? atUs;
      pieces.startTime = pieces.startUs;
    }
    // Not spread: a list may be longer than a call takes arguments.
    for (const node of asArray(chunk.nodes) ?? []) pieces.nodes.push(node);
    for (const id of asArray(chunk.samples) ?? []) pieces.samples.push(id);
    for (const delta of asArray(data.timeDeltas ?? chunk.timeDeltas) ?? []) pieces.timeDeltas.push(delta);
    pieces.endTime = asNumber(data.endTime) ?? asNumber(chunk.endTime) ?? pieces.endTime;
  }

  /** Those with samples; of several of one thread the one with the most. */
  all(): EmbeddedProfile[] {
    const byThread = new Map<string, Pieces>();
    for (const pieces of this.#pieces.values()) {
      const key = `${pieces.pid}\0${pieces.tid}`;
      if (pieces.samples.length > (byThread.get(key)?.samples.length ?? 0)) byThread.set(key, pieces);
    }
    return [...byThread.values()].flatMap(read);
  }

  #of({ pid, tid, id, name, ts }: JsonObject, atUs: number): Pieces {
    const key = name === "CpuProfile" ? `${pid}\0${tid}\0${ts}` : `${pid}\0${id}`;
    let pieces = this.#pieces.get(key);
    if (!pieces) {
      pieces = {
        ...{ pid, tid, startUs: atUs, startTime: null, endTime: null },
        ...{ nodes: [], samples: [], timeDeltas: [] },
      };
      this.#pieces.set(key, pieces);
    }
    return pieces;
  }
}

function dataOf({ args }: JsonObject): JsonObject {
  return isObject(args) && isObject(args.data) ? args.data : {};
}

/** None where the samples span no time, or more than a year. */
function read({ pid, tid, startUs, startTime, endTime, ...lists }: Pieces): EmbeddedProfile[] {
  const oddities = new Oddities();
  const endUs = endTime === null ? {} : { endTime: endTime + startUs - (startTime ?? startUs) };
  const timeline = newTimeline({ ...lists, ...endUs, startTime: startUs }, oddities);
  const spanUs = timeline.endUs - timeline.startUs;
  if (timeline.samples.length === 0 || !(spanUs > 0 && spanUs <= LONGEST_US)) return [];
  return [{ pid, tid, nodes: readNodes(lists, oddities), timeline, oddities }];
}
