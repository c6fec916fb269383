import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs } from "../duration.js";
import { TraceError } from "../format.js";
import { asArray, asNumber, asText, isObject, type JsonObject } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { TimeOrderBuilder } from "../time-order.js";
import { isWaiting } from "../waiting-frame.js";
import { isIndex, type ThreadProfile } from "./thread-profile.js";

/** Frames that open and close; each moment belongs to the innermost open one. */
export function readEvented(profile: JsonObject, frames: readonly Frame[], msPerUnit: number): ThreadProfile {
  const events = asArray(profile.events);
  if (!events)
    throw new TraceError('This speedscope file has an evented profile without "events". Export it again.');
  const tree = new CallTreeBuilder();
  const order = new TimeOrderBuilder();
  const oddities = new Oddities();
  const frameIndex = frames.map((frame) => tree.frame(frame));
  const start = asNumber(profile.startValue) ?? asNumber(isObject(events[0]) ? events[0].at : null) ?? 0;
  const end = asNumber(profile.endValue);
  /** Open frames, as indices into `frames`, and their nodes. */
  const open: number[] = [];
  const nodes = [0];
  /** How often each frame is open: one that is not need not be looked for. */
  const openCount = new Int32Array(frames.length);
  let nowMs = 0;
  let busyMs = 0;
  const advance = (toMs: number): void => {
    const ms = toMs - nowMs;
    nowMs = toMs;
    order.push(nodes.at(-1)!, ms);
    if (open.length === 0) return;
    tree.add(nodes.at(-1)!, ms);
    if (!isWaiting(open.slice(-3).map((index) => frames[index]!))) busyMs += ms;
  };
  for (const event of events) {
    const ms =
      isObject(event) && typeof event.at === "number" ? asDurationMs(event.at - start, msPerUnit) : null;
    const frame = isObject(event) ? event.frame : null;
    if (!isObject(event) || ms === null || !isIndex(frame, frames)) {
      oddities.add("events were dropped, as their time or frame is none", isObject(event) ? event.at : event);
      continue;
    }
    if (ms < nowMs)
      oddities.add("events go back in time and were read as simultaneous with the one before", event.at);
    advance(Math.max(ms, nowMs));
    if (event.type === "O") {
      open.push(frame);
      openCount[frame]!++;
      nodes.push(tree.child(nodes.at(-1)!, frameIndex[frame]!));
    } else if (event.type === "C") {
      const depth = openCount[frame] === 0 ? -1 : open.lastIndexOf(frame);
      if (depth !== open.length - 1 || depth < 0) {
        oddities.add("frames close that are not the innermost open one", frames[frame]!.name);
      }
      if (depth >= 0) {
        for (const closed of open.splice(depth)) openCount[closed]!--;
        nodes.length = depth + 1;
      }
    } else oddities.add('events are neither "O" nor "C" and were dropped', event.type);
  }
  const endMs = end === null ? null : asDurationMs(end - start, msPerUnit);
  if (open.length > 0) oddities.add("frames never close and were closed at the end", frames[open[0]!]!.name);
  advance(Math.max(nowMs, endMs ?? 0));
  return {
    name: asText(profile.name) ?? "without a name",
    kind: "evented",
    unitless: profile.unit === "none",
    wallMs: nowMs,
    busyMs,
    samples: null,
    intervalMs: null,
    tree,
    order,
    beforeModel: null,
    oddities,
  };
}
