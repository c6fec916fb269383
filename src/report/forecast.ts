/** A forecast in words. */
import { BUCKET_LABEL } from "../model/buckets.js";
import type { ForecastNote, PartName } from "../model/forecast/result.js";

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
