import { asDurationMs } from "../duration.js";
import { TraceError } from "../format.js";
import { asArray, asNumber, type JsonObject } from "../json-file.js";
import type { Oddities } from "../oddities.js";

/** When what was sampled. */
export interface Timeline {
  readonly startUs: number;
  readonly endUs: number;
  /** Node ids and the moments at which they were sampled, ascending. */
  readonly samples: readonly { readonly id: number; readonly atUs: number }[];
}

/** The new form: the time since the sample before, µs. */
export function newTimeline(file: JsonObject, oddities: Oddities): Timeline {
  const ids = asArray(file.samples) ?? [];
  const deltas = asArray(file.timeDeltas) ?? [];
  const startUs = asNumber(file.startTime);
  if (startUs === null) {
    throw new TraceError('This V8 CPU profile has no "startTime" in microseconds. Record it again.');
  }
  if (ids.length !== deltas.length) {
    oddities.add(
      "pair of lists differs in length and was cut to the shorter",
      `${ids.length} samples, ${deltas.length} timeDeltas`,
    );
  }
  const samples: { id: number; atUs: number }[] = [];
  let atUs = startUs;
  for (let i = 0; i < Math.min(ids.length, deltas.length); i++) {
    const delta = asNumber(deltas[i]);
    if (delta === null || asDurationMs(Math.abs(delta), 1e-3) === null) {
      oddities.add("time deltas are no duration and were read as 0", deltas[i]);
    } else {
      if (delta < 0)
        oddities.add("samples are out of order and were sorted by time, as Chrome DevTools does", delta);
      atUs += delta;
    }
    samples.push({ id: asNumber(ids[i]) ?? Number.NaN, atUs });
  }
  return ordered(startUs, asNumber(file.endTime), samples);
}

/** The old form: `timestamps` in µs; before that, samples evenly spread from `startTime` to `endTime` in seconds. */
export function oldTimeline(file: JsonObject, oddities: Oddities): Timeline {
  const ids = asArray(file.samples) ?? [];
  const startUs = (asNumber(file.startTime) ?? 0) * 1e6;
  const endUs = (asNumber(file.endTime) ?? 0) * 1e6;
  const stamps = asArray(file.timestamps);
  if (!stamps) {
    oddities.add(
      "file has no time stamps: its samples were spread evenly from start to end",
      `${ids.length} samples`,
    );
    const stepUs = (endUs - startUs) / Math.max(1, ids.length);
    return ordered(
      startUs,
      endUs,
      ids.map((id, i) => ({ id: asNumber(id) ?? Number.NaN, atUs: startUs + i * stepUs })),
    );
  }
  const samples: { id: number; atUs: number }[] = [];
  for (const [i, id] of ids.entries()) {
    const atUs = asNumber(stamps[i]);
    if (atUs === null) oddities.add("samples were dropped, as their time stamp is none", stamps[i]);
    else {
      if (atUs < (samples.at(-1)?.atUs ?? atUs)) {
        oddities.add("samples are out of order and were sorted by time, as Chrome DevTools does", atUs);
      }
      samples.push({ id: asNumber(id) ?? Number.NaN, atUs });
    }
  }
  // startTime is rounded to whole seconds by some writers: it counts where it lies close before the first stamp.
  const firstUs = samples[0]?.atUs ?? startUs;
  const lastUs = samples.at(-1)?.atUs ?? endUs;
  const near = Math.abs(firstUs - startUs) < 1e6 && endUs >= lastUs;
  return ordered(near ? Math.min(startUs, firstUs) : firstUs, near ? endUs : null, samples);
}

function ordered(
  startUs: number,
  endUs: number | null,
  samples: readonly { readonly id: number; readonly atUs: number }[],
): Timeline {
  const sorted = [...samples].sort((a, b) => a.atUs - b.atUs);
  return {
    startUs: Math.min(startUs, sorted[0]?.atUs ?? startUs),
    endUs: Math.max(endUs ?? startUs, sorted.at(-1)?.atUs ?? startUs),
    samples: sorted,
  };
}
