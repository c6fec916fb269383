/** How one time compares with another, in words. */
import { factor } from "./words.js";

interface Time {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** "2 times as fast", "3 times as slow"; what is said of no difference where two digits show none. */
export function timesText(times: number, even: string): string {
  const by = factor(times >= 1 ? times : 1 / times);
  return by === "1" ? even : `${by} times as ${times >= 1 ? "fast" : "slow"}`;
}

/** Where the intervals overlap, nothing is told. */
export function changeText(before: Time, after: Time): string {
  if (after.high >= before.low && after.low <= before.high) return "no difference that can be told";
  return timesText(before.value / after.value, "about as fast");
}
