/** A checked claim in words. */
import { timesText } from "../change-text.js";
import { factor } from "../words.js";
import type { CheckedClaim, TestedGain } from "./claim.js";

/** "a matrix product in Node: 7.7 times as fast (7.1 to 8.3)" */
export function testText({ where, value, low, high }: TestedGain): string {
  const [from, to] = value >= 1 ? [low, high] : [1 / high, 1 / low];
  return `${where}: ${timesText(value, "as fast")} (${factor(from)} to ${factor(to)})`;
}

/** "Of 5 published figures that this run tests, it reproduces 2" */
export function claimsFinding(claims: readonly CheckedClaim[]): string {
  const tested = claims.filter(({ verdict }) => verdict !== "not tested here");
  if (tested.length === 0) return "None of these figures is tested by this run.";
  const reproduced = tested.filter(({ verdict }) => verdict === "reproduced").length;
  return `Of ${tested.length} published figures that this run tests, it reproduces ${reproduced}`;
}
