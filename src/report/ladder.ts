/** The ladder in words: what each course takes, what it adds to the step before, and whose gain that is. */

import type { Course } from "../model/course.js";
import type { Advice } from "../model/decision/advice.js";
import type { TargetEvidence } from "../model/decision/evidence.js";
import { type Credit, ladderOf, type Rung } from "../model/decision/ladder.js";
import { countText, formatEstimateMs, formatMs, formatShare, formatTimesRange } from "../model/format.js";
import { centre, ends, isUncertain, type Range } from "../model/scenario/range.js";
import type { WorkloadSummary } from "../model/summary.js";
import { gainText, worthCell } from "./advice.js";
import { capital, factor, named } from "./words.js";

export const RUNG_COLUMNS = [
  "course",
  "target",
  "a request",
  "over the step before",
  "over today",
  "on as many threads",
  "work",
  "pays, requests a month",
] as const;

/** The lines to paste for a target whose settings were searched; null where there are none. */
export function settingsOf(
  target: string,
  { cells }: WorkloadSummary,
): { text: string; code: string } | null {
  const cell = cells.find((one) => one.target === target);
  if (cell?.state !== "measured" || cell.settings === null) return null;
  const { candidates, code } = cell.settings;
  const tried = `Of ${candidates.length} settings that were tried in processes of their own`;
  return code.length === 0
    ? { text: `${tried}, none was clearly faster than the program as it is.`, code: "" }
    : { text: `${tried}, this was the fastest:`, code: code.join("\n") };
}

/** What is done at each step, as a heading. */
export const STEP: Readonly<Record<Course, string>> = {
  plain: "Loops in pure Python",
  stay: "Today",
  setting: "Change a setting",
  slice: "Compile the hot slice",
  call: "Call an API",
  port: "Port it",
};

export function rungRows(advice: Advice): string[][] {
  return ladderOf(advice).map((rung) => {
    const { course, target, added, overToday } = rung;
    const gain = (one: typeof added) => (one === null ? "–" : gainText(one, target.basis));
    return [
      STEP[course],
      target.title,
      formatEstimateMs(target.wallMs),
      gain(added),
      gain(overToday),
      creditText(rung) ?? "–",
      hoursText(rung),
      paysText(rung),
    ];
  });
}

/** "0.5 to 6 h, 1.5 most likely". */
export function hoursText({ hours, course }: Pick<Rung, "hours" | "course">): string {
  if (hours === null)
    return course === "setting" || course === "slice" || course === "port" ? "unknown" : "–";
  const [low, high] = ends(hours);
  if (!isUncertain(hours)) return `${countText(low)} h`;
  const range = `${countText(low)} to ${countText(high)} h`;
  return isTriangle(hours) ? `${range}, ${countText(centre(hours))} most likely` : range;
}

const isTriangle = ({ kind }: Range) => kind === "triangle";

export function paysText({ advice, course }: Pick<Rung, "advice" | "course">): string {
  if (course === "plain") return "–";
  return advice === null ? "it does not qualify" : worthCell(advice.worth);
}

/** "against Python (2 threads): 8.4× to 8.8× faster": what is left for the course where threads are a setting of their own. */
export function creditText({ credit, target }: Pick<Rung, "credit" | "target">): string | null {
  return credit && `against ${named(credit)}: ${gainText(credit.course, target.basis)}`;
}

/** The sentence that the ladder comes to: the slice and the port against today. */
export function ladderTitle(advice: Advice): string {
  const rungs = ladderOf(advice);
  const of = (course: Course) => rungs.find((rung) => rung.course === course);
  const today = of("stay");
  const [sentence] = today === undefined ? [] : sliceAndPort(today, of("slice"), of("port"));
  return sentence ?? "No course but today’s was measured.";
}

/** What a reader should take from it: the honest baseline, slice against port, threads against port, a GPU's bound. */
export function rungSentences(advice: Advice): string[] {
  const rungs = ladderOf(advice);
  const of = (course: Course) => rungs.find((rung) => rung.course === course);
  const today = of("stay");
  if (today === undefined) return [];
  return [
    ...honestBaseline(of("plain"), today),
    ...sliceAndPort(today, of("slice"), of("port")),
    ...rungs.flatMap(({ target, credit }) => (credit === null ? [] : [creditSentence(target, credit)])),
    otherHardware(today.target),
  ];
}

/** "In pure Python a request would take 120 ms; arrays make it 33 ms, which is what every gain here is over." */
function honestBaseline(plain: Rung | undefined, { target, added }: Rung): string[] {
  // Where glue takes next to nothing, arrays change nothing.
  if (plain === undefined || added?.verdict !== "faster") return [];
  const before = formatEstimateMs(plain.target.wallMs);
  return [
    `${plain.target.title} takes ${before} a request, ${named(target)} ${formatEstimateMs(target.wallMs)} (${gainText(added, target.basis)}): every gain told here is over the latter, since nobody would deploy the former.`,
  ];
}

function sliceAndPort({ target: today }: Rung, slice: Rung | undefined, port: Rung | undefined): string[] {
  const time = ({ target }: Rung) => formatEstimateMs(target.wallMs);
  const from = formatEstimateMs(today.wallMs);
  if (slice === undefined)
    return port ? [`${capital(named(port.target))} takes ${from} to ${time(port)}.`] : [];
  const takes = slice.target.basis === "forecast" ? "would take" : "takes";
  const compiled = `Compiling the slice ${takes} ${from} to ${time(slice)}`;
  if (port === undefined) return [`${compiled}.`];
  const more =
    port.added!.verdict === "faster"
      ? ""
      : port.added!.verdict === "slower"
        ? ", and is slower"
        : ", which the measurements do not tell apart from the slice";
  return [`${compiled}; the whole port, ${named(port.target)}, would take it to ${time(port)}${more}.`];
}

function creditSentence(target: TargetEvidence, { title, threads, course }: Credit): string {
  const whole = factor(threads * course.value);
  const rest =
    course.verdict === "faster"
      ? `the rest of the work ${formatTimesRange(course.low, course.high)}`
      : `the rest of the work ${course.verdict === "slower" ? "loses" : "brings nothing that is sure"}`;
  return `Of the ${whole}× of ${named(target)}, ${title} alone, a setting, brings ${factor(threads)}×; ${rest}.`;
}

/** No target of a run uses one: only the bound can be told. */
function otherHardware({ bucketShares, wallMs, title }: TargetEvidence): string {
  const stays = wallMs.value * (1 - bucketShares.compute);
  return `Other hardware, GPU or WebGPU, was not measured here. It can touch only the model’s compute, ${formatShare(bucketShares.compute)} of ${title}’s time: were that free, ${formatMs(stays, 2)} would stay. Measuring it takes a machine that has one, and an engine built for it.`;
}
