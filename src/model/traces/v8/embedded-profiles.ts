import type { ReadProfile } from "../format.js";
import { asArray, asNumber, isObject, type JsonObject } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { readNodes } from "./profile-nodes.js";
import { newTimeline } from "./profile-timeline.js";
import { sampledTree } from "./sampled-tree.js";

/** A profile in pieces, as one `Profile` event and its `ProfileChunk` events hold it. */
interface Pieces {
  startTime: number;
  endTime: number | null;
  readonly nodes: unknown[];
  readonly samples: unknown[];
  readonly timeDeltas: unknown[];
}

/** The CPU profiles that Chrome DevTools and Node's inspector write into a trace, one for each thread. */
export class EmbeddedProfiles {
  readonly #profiles = new Map<string, Pieces>();
  /** Events taken. */
  events = 0;

  /** Takes an event of the name `Profile` or `ProfileChunk`. */
  take(event: JsonObject): void {
    this.events++;
    const args = isObject(event.args) ? event.args : {};
    const data = isObject(args.data) ? args.data : {};
    const key = `${event.pid}\0${event.id}`;
    let pieces = this.#profiles.get(key);
    if (!pieces) {
      const startTime = asNumber(data.startTime) ?? asNumber(event.ts) ?? 0;
      pieces = { startTime, endTime: null, nodes: [], samples: [], timeDeltas: [] };
      this.#profiles.set(key, pieces);
    }
    if (event.name === "Profile") pieces.startTime = asNumber(data.startTime) ?? pieces.startTime;
    const chunk = isObject(data.cpuProfile) ? data.cpuProfile : {};
    // Not spread: a list may be longer than a call takes arguments.
    for (const node of asArray(chunk.nodes) ?? []) pieces.nodes.push(node);
    for (const id of asArray(chunk.samples) ?? []) pieces.samples.push(id);
    for (const delta of asArray(data.timeDeltas ?? chunk.timeDeltas) ?? []) pieces.timeDeltas.push(delta);
    pieces.endTime = asNumber(data.endTime) ?? asNumber(chunk.endTime) ?? pieces.endTime;
  }

  /**
   * The one whose thread worked most; null where there is none with a sample.
   *
   * @throws TraceError where the only one has no time
   */
  busiest(): ReadProfile | null {
    const sampled = [...this.#profiles.values()].filter(({ samples }) => samples.length > 0);
    const all = sampled.map(read).sort((a, b) => b.busyMs - a.busyMs);
    const [first, ...others] = all;
    if (!first) return null;
    const { wallMs, tree, samples, intervalMs, leadIn, warnings } = first.profile;
    const which = others.length === 0 ? "One thread" : `The busiest of ${all.length} profiled threads`;
    return {
      wallMs,
      tree,
      clock: `${which}, from the samples that the trace embeds; wall is from the profile's start to its end, (idle) included; each sample lasts until the next one.${leadIn}`,
      sampled: true,
      samples,
      intervalMs,
      bias: "V8 samples JavaScript, wasm and builtins. Native code counts as the function that called it, or as (program).",
      hiddenMs: others.reduce((sum, { busyMs }) => sum + busyMs, 0),
      warnings,
    };
  }
}

function read({ endTime, ...pieces }: Pieces) {
  const oddities = new Oddities();
  const timeline = newTimeline(endTime === null ? pieces : { ...pieces, endTime }, oddities);
  const profile = sampledTree(readNodes(pieces, oddities), timeline, oddities);
  const { frames, frame, selfMs } = profile.tree;
  let busyMs = 0;
  for (let node = 1; node < frame.length; node++) {
    const { category } = frames[frame[node]!]!;
    if (category !== "idle" && category !== "program") busyMs += selfMs[node]!;
  }
  return { profile, busyMs };
}
