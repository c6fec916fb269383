/** What is said of how a command was recorded. */
import { isSlowdownMeasurable, shownAttempt } from "../model/inflation.js";
import type { ProfilingAttempt, RecordingSummary } from "../model/recording.js";
import { listed } from "./words.js";

/** "+18.0 % of wall time under py-spy at 23 Hz; also tried: +143.0 % at 199 Hz". */
export function slowdownText({ inflation, wallMs, attempts, tool, attached }: RecordingSummary): string {
  if (attached) return `not known: nothing ran without ${tool.name} to compare with`;
  if (inflation === null) return "nothing was profiled";
  const cost = isSlowdownMeasurable(inflation, wallMs)
    ? `${costText(inflation)} of wall time`
    : "no measurable slow-down";
  const used = shownAttempt(attempts);
  const others = attempts.filter((attempt) => attempt !== used);
  const tried = others.map((attempt) => `${costText(attempt.inflation)}${setting(attempt)}`);
  return `${cost} under ${tool.name}${used ? setting(used) : ""}${tried.length > 0 ? `; also tried: ${listed(tried)}` : ""}`;
}

const costText = (inflation: number): string =>
  `${inflation < 0 ? "−" : "+"}${Math.abs(inflation * 100).toFixed(1)} %`;

function setting({ rateHz, withoutNative }: ProfilingAttempt): string {
  const rate = rateHz === null ? "" : ` at ${Math.round(rateHz)} Hz`;
  return `${rate}${withoutNative ? " without native frames" : ""}`;
}
