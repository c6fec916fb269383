/** The cost curve in words. */

import type { TrafficCrossing, TrafficCurve } from "../../model/decision/traffic-curve.js";
import { countText } from "../../model/format.js";

/** The title of an option by its id. */
export type TitleOf = (option: string) => string;

/** Who is cheapest beyond the nearest crossing, first above today's traffic, and how far that holds. */
export function curveTitle({ crossings, now, requests, lines }: TrafficCurve, titleOf: TitleOf): string {
  const next = crossings.findIndex((crossing) => crossing.requests > now);
  const last = crossings.findLastIndex((crossing) => crossing.requests <= now);
  if (next >= 0) {
    const { above } = crossings[next]!;
    return `${stretch(crossings[next], crossings[next + 1])}, ${leads(above, titleOf)}`;
  }
  if (last >= 0) {
    const { below } = crossings[last]!;
    return `${stretch(crossings[last - 1], crossings[last])}, ${leads(below, titleOf)}`;
  }
  const all = `from ${countText(requests[0]!)} to ${countText(requests.at(-1)!)} requests a month`;
  return lines.some(({ passes }) => passes.some(Boolean))
    ? `The same option is cheapest ${all}`
    : `No option passes the gates ${all}`;
}

function stretch(from: TrafficCrossing | undefined, to: TrafficCrossing | undefined): string {
  const count = (crossing: TrafficCrossing) => countText(crossing.requests);
  if (!from) return `Below ${count(to!)} requests a month`;
  return to
    ? `Between ${count(from)} and ${count(to)} requests a month`
    : `Above ${count(from)} requests a month`;
}

const leads = (option: string | null, titleOf: TitleOf) =>
  option === null ? "no option passes the gates" : `${titleOf(option)} is cheapest`;

/** "47.2 M requests a month: from Native on … to Python on …". */
export function crossingText({ requests, below, above }: TrafficCrossing, titleOf: TitleOf): string {
  const at = `${countText(requests)} requests a month`;
  if (below === null)
    return `${at}: ${titleOf(above!)} is cheapest from here; below, no option passes the gates`;
  if (above === null)
    return `${at}: ${titleOf(below)} is cheapest up to here; above, no option passes the gates`;
  return `${at}: from ${titleOf(below)} to ${titleOf(above)}`;
}
