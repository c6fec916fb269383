/** A forecast in words. */
import { BUCKET_LABEL } from "../model/buckets.js";
import type { EvidenceGate } from "../model/evidence-gate.js";
import type { Interval80 } from "../model/forecast/interval.js";
import type { MeasuredOn } from "../model/forecast/reference.js";
import type { Basis, ForecastNote, PartName, TargetForecast } from "../model/forecast/result.js";
import { formatMs, formatShare } from "../model/format.js";
import { EQUIVALENCE_BAND } from "../model/statistics/ratio.js";
import { counted, named } from "./words.js";

const NOTES: Readonly<Record<ForecastNote, string>> = {
  "no run": "No run was measured on this machine: ratios are published figures, where there are any.",
  "host unknown": "The profile does not say what it ran on; its glue is taken to be Python.",
  "engine unknown": "The profile does not say what runs the model; its engine is taken to be native.",
  "arrays only": "No model engine was seen: the compute is that of array libraries (numpy and its like).",
  "cores unknown":
    "Nobody knows how many cores the engine keeps busy today; it is taken to be one, so that what threads are forecast to gain may be there already. State it if you know it.",
  "loops by analogy":
    "This run measured no array code: loops of numpy and its like are forecast by analogy with the engine’s elementwise kernels.",
  "others worked":
    "Other threads or processes worked while the profiled thread waited: the forecast is of the profiled thread alone.",
  "boundary unknown":
    "Calls and bytes across the boundary are unknown: until they are stated, IO is forecast by its measured ratio.",
  warm: "Times are of warm requests, without cold starts.",
};

/** What a reader has to know about a forecast's input, one sentence each. */
export const noteSentences = (notes: readonly ForecastNote[]): string[] => notes.map((note) => NOTES[note]);

export const PART_LABEL: Readonly<Record<PartName, string>> = {
  ...BUCKET_LABEL,
  device: "On a GPU or another device",
  boundary: "Crossing the boundary",
  waiting: "Waiting",
  "other threads": "Waiting for other threads",
  "cold start": "Share of a cold start",
};

export type KnownForecast = Extract<TargetForecast, { state: "forecast" }>;

/** The finding of a forecast whose profile can carry a verdict, or that it cannot. */
export function forecastTitle(
  gate: EvidenceGate,
  fastestFirst: readonly KnownForecast[],
  todayMs: number,
): string {
  return gate.state === "sound" || gate.excludes === "ports"
    ? forecastFinding(fastestFirst, todayMs)
    : "What can be forecast of this profile; it cannot carry a verdict.";
}

/** "Forecast: native is fastest, 0.8 to 1.2 s where your pipeline takes 2.1 s." */
function forecastFinding(fastestFirst: readonly KnownForecast[], todayMs: number): string {
  const fastest = fastestFirst[0];
  if (!fastest) return "No target can be forecast from the evidence that is there.";
  if (fastest.timeMs.low >= todayMs) return "Forecast: no target is faster than what runs today.";
  if (fastest.timeMs.low >= todayMs * (1 - EQUIVALENCE_BAND))
    return `Forecast: no target is more than ${formatShare(EQUIVALENCE_BAND)} faster than what runs today.`;
  if (fastest.timeMs.median >= todayMs * (1 - EQUIVALENCE_BAND))
    return `Forecast: no target is clearly faster than what runs today; ${named(fastest)} would take ${intervalText(fastest.timeMs, formatMs)}, today ${formatMs(todayMs, 2)}.`;
  const sure = fastest.timeMs.high < todayMs ? "" : ", an interval that does not exclude today’s";
  return `Forecast: ${named(fastest)} is fastest, at ${intervalText(fastest.timeMs, formatMs)} where your pipeline takes ${formatMs(todayMs, 2)}${sure}.`;
}

/** Where a figure comes from. */
export function basisText(basis: Basis): string {
  switch (basis.kind) {
    case "measured":
      return `${counted(basis.workloads, "workload")} measured ${whereMeasured(basis.on)}`;
    case "cited":
      return basis.figures.map(({ source, says }) => `${source}: ${says}`).join("; ");
    case "definition":
      return basis.reason;
  }
}

/** "here", "on NVIDIA L4, 2026-11-27", "on another machine’s NVIDIA L4, 2026-11-27". */
export function whereMeasured(on: MeasuredOn | undefined): string {
  return on === undefined ? "here" : `on ${on.elsewhere ? "another machine’s " : ""}${on.gpu}, ${on.date}`;
}

/** What a forecast rests on, in a few words. */
export function evidenceText({ evidence, parts, isToday }: KnownForecast): string {
  if (evidence === "cited") return "not measured here, cited";
  if (isToday) return "where it runs today";
  const bases = parts.map(({ basis }) => basis);
  // Where everything is waiting, there was nothing to measure.
  if (bases.every(({ kind }) => kind === "definition")) return "nothing that it could change";
  const on = bases.flatMap((basis) => (basis.kind === "measured" && basis.on ? [basis.on] : []))[0];
  return `measured ${whereMeasured(on)}`;
}

/** "310 ms to 520 ms", or one value where the interval has no width. */
export function intervalText(
  { low, high }: Interval80,
  format: (value: number, digits: number) => string,
): string {
  const [from, to] = [format(low, 2), format(high, 2)];
  return from === to ? from : `${from} to ${to}`;
}

/** "2.1× to 3.4× as fast" */
export function timesAsFast({ low, high }: Interval80, todayMs: number): string {
  const [slowest, fastest] = [todayMs / high, todayMs / low].map((value) =>
    Number(value.toPrecision(2)).toLocaleString("en-US"),
  );
  return slowest === fastest ? `${slowest}× as fast` : `${slowest}× to ${fastest}× as fast`;
}
