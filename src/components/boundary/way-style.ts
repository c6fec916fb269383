import type { CrossingWay } from "../../model/boundary/ways.js";
import { formatMs } from "../../model/format.js";
import { logTicks } from "../charts/log-ticks.js";

/** By place within a side: hues that are told apart where colours are not seen alike, each with a symbol of its own. */
const STYLES = [
  { colour: "var(--bucket-compute)", shape: "circle", text: "●" },
  { colour: "var(--bucket-interpreter)", shape: "square", text: "■" },
  { colour: "var(--bucket-io)", shape: "diamond", text: "◆" },
  { colour: "var(--bucket-unattributed)", shape: "triangle", text: "▲" },
] as const;

/** The style of the one at this place, where there are more of them than styles. */
export const styleAt = (place: number) => STYLES[place % STYLES.length]!;

const PLACE: Readonly<Record<CrossingWay, 0 | 1 | 2 | 3>> = {
  "copy-in": 0,
  "copy-out": 2,
  slice: 1,
  view: 3,
  "call-in": 0,
  "call-out": 1,
  clone: 1,
  transfer: 2,
  shared: 0,
  "python-call": 0,
  "python-buffer": 2,
  "native-call": 0,
  "native-pointer": 3,
  "gpu-upload": 0,
  "gpu-read-back": 1,
  "gpu-dispatch": 3,
};

export const wayColour = (way: CrossingWay): string => STYLES[PLACE[way]].colour;
export const waySymbol = (way: CrossingWay) => STYLES[PLACE[way]];

/** A logarithmic axis of durations, upwards. */
export function timeScale(times: readonly number[]) {
  const domain: [number, number] = [Math.min(...times) / 1.3, Math.max(...times) * 1.3];
  return {
    type: "log" as const,
    domain,
    ticks: logTicks(...domain, 7),
    tickFormat: (ms: number) => formatMs(ms, 1),
    label: "↑ time",
    grid: true,
  };
}
