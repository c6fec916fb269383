import { BeforeModel } from "../before-model.js";
import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs, medianMs } from "../duration.js";
import { TraceError } from "../format.js";
import { asArray, asText, type JsonObject } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { TimeOrderBuilder } from "../time-order.js";
import { isWaiting } from "../waiting-frame.js";
import { isIndex, type ThreadProfile } from "./thread-profile.js";

/** Stacks, root first, and how long each lasted. */
export function readSampled(profile: JsonObject, frames: readonly Frame[], msPerUnit: number): ThreadProfile {
  const samples = asArray(profile.samples);
  const weights = asArray(profile.weights);
  if (!samples || !weights) {
    throw new TraceError(
      `This speedscope file has a sampled profile without "${samples ? "weights" : "samples"}". Export it again.`,
    );
  }
  const tree = new CallTreeBuilder();
  const beforeModel = new BeforeModel(tree);
  const order = new TimeOrderBuilder();
  const oddities = new Oddities();
  const frameIndex = frames.map((frame) => tree.frame(frame));
  const durations: number[] = [];
  let totalMs = 0;
  let busyMs = 0;
  if (weights.length !== samples.length) {
    oddities.add(
      "pair of lists differs in length and was cut to the shorter",
      `${samples.length} samples, ${weights.length} weights`,
    );
  }
  for (let i = 0; i < Math.min(samples.length, weights.length); i++) {
    const ms = asDurationMs(weights[i], msPerUnit);
    if (ms === null) {
      oddities.add("samples were dropped, as their weight is no duration", weights[i]);
      continue;
    }
    const stack = asArray(samples[i]) ?? [];
    durations.push(ms);
    totalMs += ms;
    const known = stack.filter((index) => isIndex(index, frames));
    if (known.length < stack.length) {
      oddities.add(
        "samples name a frame that the file does not list, which was left out",
        stack.find((index) => !isIndex(index, frames)),
      );
    }
    if (known.length === 0) {
      // Nothing ran: the time stays unattributed.
      beforeModel.take(0, ms);
      order.push(0, ms);
      continue;
    }
    let node = 0;
    for (const index of known) node = tree.child(node, frameIndex[index]!);
    tree.add(node, ms);
    beforeModel.take(node, ms);
    order.push(node, ms);
    const leaves = known.slice(-3).map((index) => frames[index]!);
    if (!isWaiting(leaves)) busyMs += ms;
  }
  const spanMs = span(profile, msPerUnit);
  return {
    name: asText(profile.name) ?? "without a name",
    kind: "sampled",
    unitless: profile.unit === "none",
    wallMs: Math.max(totalMs, spanMs ?? 0),
    busyMs,
    samples: durations.length,
    intervalMs: medianMs(durations),
    tree,
    order,
    beforeModel,
    oddities,
  };
}

function span(profile: JsonObject, msPerUnit: number): number | null {
  const { startValue, endValue } = profile;
  return typeof startValue === "number" && typeof endValue === "number"
    ? asDurationMs(endValue - startValue, msPerUnit)
    : null;
}
