/** The answer in words, always in two parts: what is fastest, and from which traffic a course pays. */

import type { Course } from "../model/course.js";
import type { Action, Advice } from "../model/decision/advice.js";
import type { Confidence, Doubt } from "../model/decision/confidence.js";
import { type CourseAdvice, type Gain, gainFrom } from "../model/decision/course-advice.js";
import type { TargetEvidence } from "../model/decision/evidence.js";
import type { Worth } from "../model/decision/paying-traffic.js";
import type { Decided } from "../model/decision/subject.js";
import { formatEstimateMs, formatMs, formatTimesRange, undecidedText } from "../model/format.js";
import { centre } from "../model/scenario/range.js";
import { unmetByStaying } from "./decision-sentences.js";
import { evidenceLines } from "./evidence-gate.js";
import { openOfApi } from "./llm/api.js";
import { capital, factor, named } from "./words.js";

/** What the work is called that a course takes. */
export const WORK: Readonly<Record<Course, string>> = {
  plain: "nothing",
  stay: "nothing",
  setting: "the change of a setting",
  slice: "the compiled slice",
  call: "the integration",
  port: "the port",
};

/** Both parts, and what to do: for a headline, a terminal, a record. */
export function adviceSentences(advice: Advice): string[] {
  return [
    actionSentence(advice.action),
    openOfApi(advice.action, advice.decision),
    fastestSentence(advice),
    worthSentence(advice),
    cheaperSentence(advice),
  ].filter((sentence) => sentence !== null);
}

/** The same about a subject: where its profile carries no verdict, why, and what would give one. */
export function answerAbout({ subject, advice }: Decided): string[] {
  const { evidence } = subject;
  return [...adviceSentences(advice), ...(evidence ? evidenceLines(evidence.gate, evidence.source) : [])];
}

/** "Stay with Python on AWS Lambda, x86." */
export function actionSentence(action: Action): string {
  switch (action.state) {
    case "none":
      return "No option meets these requirements.";
    case "withheld":
      return "No verdict: the profile cannot carry one.";
    case "open":
      return `Measure before you choose between ${action.option.title} and ${action.other.title}: neither is clearly cheaper.`;
    case "either":
      return `${action.option.title} or ${action.other.title}: they cost about the same, so choose by other reasons.`;
    case "stay":
      return `Stay with ${action.option.title}.`;
    case "move":
      return `Keep ${action.option.target.title}, and move it to ${action.option.platform.title}.`;
    case "setting":
      return `Change a setting: ${action.option.title}.`;
    case "slice":
      return `Compile the hot slice: ${action.option.title}.`;
    case "call":
      return `Call an API: ${action.option.title}.`;
    case "port":
      return `Port to ${action.option.title}.`;
  }
}

/** "Native in Node would answer in 4.4 ms instead of 33 ms, 7.2× to 7.9× faster; …". */
export function fastestSentence({ fastest, today }: Advice): string | null {
  if (fastest === null) return null;
  const time = timeText(fastest);
  if (fastest === today)
    return `Nothing that qualifies answers surely sooner than ${named(today.target)}, in ${time}.`;
  const instead = today === null ? "" : ` instead of ${timeText(today)}`;
  const gain = fastest.gain === null ? "" : `, ${gainText(fastest.gain, fastest.target.basis)}`;
  return `${capital(named(fastest.target))} would answer in ${time}${instead}${gain}${likeText(fastest)}.`;
}

/** What of a gain a setting would bring; empty where the course runs on as many threads as today. */
export function likeText({ target: { like }, gain }: CourseAdvice): string {
  if (like === null || gain?.verdict !== "faster") return "";
  return `; against ${like.title}, which is a setting, ${gainText(gainFrom(like.ratio))}`;
}

export function timeText({ target, option }: CourseAdvice): string {
  const time = formatEstimateMs(target.wallMs);
  return option.option.platform.onDevice
    ? `${formatMs(option.spread.p50Ms.mean, 2)} on the users’ devices (${time} here)`
    : time;
}

/** "7.2× to 7.9× faster", "measured 1.96×, undecided: measure longer", "forecast 1.2×, undecided", "no faster". */
export function gainText(
  { value, low, high, verdict }: Gain,
  basis: TargetEvidence["basis"] = "measured",
): string {
  switch (verdict) {
    case "faster":
      return `${formatTimesRange(low, high)} faster`;
    case "slower":
      return `${formatTimesRange(1 / high, 1 / low)} slower`;
    case "equivalent":
      return "no faster";
    case "inconclusive":
      return basis === "measured" ? undecidedText(value) : `forecast ${factor(value)}×, undecided`;
  }
}

/** Whether the fastest is worth what it takes, and from which traffic. */
export function worthSentence(advice: Advice): string | null {
  const { fastest, today } = advice;
  if (fastest === null || fastest === today) return null;
  return `It ${worthText(advice, fastest)}.`;
}

/**
 * "pays for the port above 1.5 billion requests a month; at your 3 million it does not".
 *
 * @param work what it pays for; empty where the sentence has said so
 */
export function worthText(
  { decision }: Advice,
  { target, worth }: CourseAdvice,
  work: string = ` for ${WORK[target.course]}`,
): string {
  const now = volumeText(centre(decision.scenario.requestsPerMonth));
  switch (worth.state) {
    case "today":
      return "is what runs today";
    case "needed":
      return `is needed: staying fails ${unmetByStaying(decision) || "a requirement"}`;
    case "now":
      return `pays${work} at your ${now} requests a month${rangeText(worth)}`;
    case "from":
      return `pays${work} above ${volumeText(worth.requestsPerMonth)} requests a month, not at your ${now}`;
    case "below":
      return `pays${work} only below ${volumeText(worth.requestsPerMonth)} requests a month, not at your ${now}`;
    case "never":
      return `never pays${work}: ${neverText(worth)}`;
  }
}

function rangeText({ from, until }: Extract<Worth, { state: "now" }>): string {
  if (from !== null && until !== null) return ` (from ${volumeText(from)} to ${volumeText(until)})`;
  if (from !== null) return ` (from ${volumeText(from)} on)`;
  return until === null ? "" : ` (up to ${volumeText(until)})`;
}

function neverText({ reason, upTo }: Extract<Worth, { state: "never" }>): string {
  switch (reason) {
    case "no-saving":
      return "its bill is no lower than today’s at any traffic";
    case "upkeep":
      return `what its bill saves does not cover its upkeep, at up to ${volumeText(upTo)} requests a month`;
    case "requirement":
      return "where its bill would save enough, it breaks a requirement";
  }
}

/** From how much traffic on, in a cell of a table. */
export function worthCell(worth: Worth): string {
  switch (worth.state) {
    case "today":
      return "–";
    case "needed":
      return "needed: staying is not allowed";
    case "now":
      return `now${rangeText(worth)}`;
    case "from":
      return `above ${volumeText(worth.requestsPerMonth)}`;
    case "below":
      return `below ${volumeText(worth.requestsPerMonth)}`;
    case "never":
      return `never: ${{ "no-saving": "no lower bill", upkeep: "upkeep", requirement: "a requirement" }[worth.reason]}`;
  }
}

export function cheaperSentence(advice: Advice): string | null {
  const cheaper = cheaperCourse(advice);
  return (
    cheaper &&
    `${capital(named(cheaper.target))}, in ${timeText(cheaper)}, ${worthText(advice, cheaper, "")}.`
  );
}

/** Of another kind than the fastest, surely faster than today, and paying at less traffic; null for none. */
export function cheaperCourse({ fastest, courses }: Advice): CourseAdvice | null {
  if (fastest === null) return null;
  const most = breakEvenOf(fastest.worth);
  const [cheapest] = courses
    .filter(
      ({ target, gain, worth }) =>
        target.course !== fastest.target.course && gain?.verdict === "faster" && breakEvenOf(worth) < most,
    )
    .sort((a, b) => breakEvenOf(a.worth) - breakEvenOf(b.worth));
  return cheapest ?? null;
}

/** Requests a month from which a course pays; Infinity for never. */
function breakEvenOf(worth: Worth): number {
  switch (worth.state) {
    case "today":
    case "needed":
      return 0;
    case "now":
      return worth.from ?? 0;
    case "from":
      return worth.requestsPerMonth;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** "1.5 billion", "190 million", "420,000": two significant digits, as an estimate of traffic supports. */
export function volumeText(requests: number): string {
  for (const [size, word] of [
    [1e12, "trillion"],
    [1e9, "billion"],
    [1e6, "million"],
  ] as const)
    if (requests >= size * 0.995) return `${factor(requests / size)} ${word}`;
  return Number(requests.toPrecision(2)).toLocaleString("en-US");
}

export function confidenceSentence({ level, doubts }: Confidence): string {
  const [worst, ...more] = doubts;
  const rest = more.length > 0 ? `, and ${more.length} more` : "";
  return worst === undefined
    ? `Confidence is ${level}.`
    : `Confidence is ${level}: ${doubtText(worst)}${rest}.`;
}

export function doubtText({ kind, of, detail }: Doubt): string {
  switch (kind) {
    case "flag":
      return `${of} is flagged ${detail}`;
    case "gate":
      return `${of} leaves a requirement open (${detail})`;
    case "undecided":
      return `whether ${of} is faster than today is undecided`;
    case "tie":
      return `${of} and ${detail} overlap, and the one that takes less was taken`;
  }
}

/** "Stay as they are", as a clause of a headline over several subjects. */
export const ACTION_CLAUSE: Readonly<Record<Action["state"], readonly [one: string, many: string]>> = {
  stay: ["stays as it is", "stay as they are"],
  move: ["moves to another platform", "move to another platform"],
  setting: ["is worth a setting", "are worth a setting"],
  slice: ["is worth a compiled slice", "are worth a compiled slice"],
  call: ["is worth a call of an API", "are worth a call of an API"],
  port: ["is worth a port", "are worth a port"],
  either: ["is a toss-up that costs little", "are toss-ups that cost little"],
  open: ["is open: measure first", "are open: measure first"],
  withheld: ["has a profile that carries no verdict", "have profiles that carry no verdict"],
  none: ["has no option that meets these conditions", "have no option that meets these conditions"],
};
