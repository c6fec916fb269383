/** The findings of the what-if page's charts of load: servers at the peak, and cold starts. */
import type { CapacityView } from "../model/decision/capacity-view.js";
import type { ColdView } from "../model/decision/cold-view.js";
import { P99 } from "../model/decision/request.js";
import { countText, formatShare } from "../model/format.js";
import { latencyText, p99Text } from "./tail.js";
import { capital, counted } from "./words.js";

/** How busy the servers are, against the knee and the limit. */
export function loadTitle({ utilisation, kneeUtilisation, servers, sloMs, p99Ms }: CapacityView): string {
  const busy = `At the peak ${counted(servers, "server")} ${servers === 1 ? "is" : "are"} ${formatShare(utilisation)} busy`;
  if (sloMs !== null && p99Ms > sloMs) return `${busy} and break the p99 limit`;
  return utilisation > kneeUtilisation
    ? `${busy}, past the knee at ${formatShare(kneeUtilisation)}`
    : `${busy}; the knee is at ${formatShare(kneeUtilisation)}`;
}

/** What the servers at the peak carry, and what the first request beyond needs. */
export function scalingTitle({
  scaling,
  beyond,
  servers,
  p99Ms,
  sloMs,
  ratePerSecond,
}: CapacityView): string {
  if (scaling.every((step) => !Number.isFinite(step.servers)))
    return "No number of servers keeps the p99 limit";
  if (sloMs !== null && p99Ms > sloMs) return "At your traffic no number of servers keeps the p99 limit";
  const count = counted(servers, "server");
  if (beyond === null) return `${capital(count)} would also carry a hundred times the traffic`;
  const rate = roundedDown(beyond.ratePerSecond, ratePerSecond).toLocaleString("en-US");
  const needed = Number.isFinite(beyond.servers)
    ? `${counted(beyond.servers, "server")} ${beyond.servers === 1 ? "is" : "are"} needed`
    : "no number of servers keeps the p99 limit";
  return `From ${rate} requests a second at the peak on, ${needed}`;
}

/** To three digits, or as many as keep it at today's rate at least, so that no rate is promised that is not carried. */
function roundedDown(rate: number, now: number): number {
  for (let digits = 3; digits <= 9; digits++) {
    const unit = 10 ** (Math.floor(Math.log10(rate)) + 1 - digits);
    const rounded = Number((Math.floor(rate / unit) * unit).toPrecision(digits));
    if (rounded >= now) return rounded;
  }
  return rate;
}

/** Cold starts that say something of the formula: 30 scatter by a third. */
const TELLING = 30;

/** What the simulation says of the formula; nothing where the share is the reader's own. */
export function checkText({ pattern, simulated, share, now, keepAliveMinutes }: ColdView): string {
  if (pattern === "flat" || now === 0) return "";
  if (simulated === null) {
    const needed =
      pattern === "diurnal" ? "a day" : `${countText(keepAliveMinutes)} minutes of filling the pool`;
    return `No simulation checks the formula here: at your traffic, ${needed} has too many requests to go through one by one.`;
  }
  const { requests, hours, cold, error } = simulated;
  const how = `A simulation of the pool, ${countText(requests)} requests over ${hoursText(hours)} once it has filled,`;
  const expected = share * requests;
  return Math.max(cold, expected) < TELLING
    ? `${how} has ${countText(cold)} cold ${cold === 1 ? "start" : "starts"} where the formula expects ${countText(expected)}: too few to tell whether it is right.`
    : `${how} finds ${exactShare(simulated.share)} ± ${exactShare(error)} where the formula has ${exactShare(share)}.`;
}

function hoursText(hours: number): string {
  if (hours < 1) return `${countText(hours * 60)} minutes`;
  return hours < 48 ? `${countText(hours)} hours` : `${countText(hours / 24)} days`;
}

/** How many requests are cold, and whether the p99 is one of them. */
export function coldTitle(view: ColdView): string {
  const { share, warmMs, coldMs, p99Ms } = view;
  const how = `${exactShare(share)} of the requests are cold and take ${latencyText(coldMs)} instead of ${latencyText(warmMs)}`;
  return share > P99
    ? `${how}: that is the p99, ${p99Text(view, p99Ms)}`
    : `${how}: too few to show in the p99`;
}

/** "0.04 %": shares far below 1 % matter here. */
export function exactShare(share: number): string {
  if (share === 0) return "0 %";
  return `${Number((share * 100).toPrecision(2)).toLocaleString("en-US", { maximumSignificantDigits: 2 })} %`;
}
