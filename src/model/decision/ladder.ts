/** The courses in order of effort: what each step takes, and what it adds to the step before. */

import { COURSES, type Course } from "../course.js";
import type { Range } from "../scenario/range.js";
import { EQUIVALENCE_BAND, FROM_95_TO_99, verdictOf } from "../statistics/ratio.js";
import type { Estimate } from "../summary.js";
import { type Advice, fastestOf } from "./advice.js";
import { type CourseAdvice, type Gain, gainFrom } from "./course-advice.js";
import type { TargetEvidence } from "./evidence.js";
import { peopleShape, WORK_HOURS } from "./people.js";

/** What a gain over today consists of, where a target has more threads than today's program. */
export interface Credit {
  /** Today's program on as many threads. */
  readonly title: string;
  /** Of the target over that: what the course alone is worth. */
  readonly course: Gain;
  /** Of that over today's: what a setting brings. */
  readonly threads: number;
}

export interface Rung {
  readonly course: Course;
  /** Stands for its course: of those that no faster one beats surely, the one that takes least. */
  readonly target: TargetEvidence;
  /** Of the same course, measured as well. */
  readonly others: readonly TargetEvidence[];
  /** Over the step before; null for the first. */
  readonly added: Gain | null;
  /** Null for today's program itself. */
  readonly overToday: Gain | null;
  readonly credit: Credit | null;
  /** Of work, once; null where nothing is written. */
  readonly hours: Range | null;
  /** Null where it does not qualify, or is a rung below today. */
  readonly advice: CourseAdvice | null;
}

/** From the rung below today upwards; a course of which no target was measured has none. */
export function ladderOf(advice: Advice): Rung[] {
  const { targets, baseline } = advice.decision.evidence;
  const today = targets.find(({ target }) => target === baseline)!;
  const rungs: Rung[] = [];
  for (const course of COURSES) {
    // Another machine is no step of a program: what it adds would be its own, and not the course's.
    const isOf = (one: TargetEvidence) => one.course === course && one.elsewhere === undefined;
    const own = targets.filter(isOf);
    const qualified = advice.courses.filter(({ target }) => isOf(target));
    const chosen = fastestOf(qualified);
    const target = course === today.course ? today : (chosen?.target ?? quickest(own));
    if (target === undefined) continue;
    rungs.push(rungOf(target, { own, today, before: rungs.at(-1)?.target ?? null, advice }));
  }
  return rungs;
}

interface Around {
  readonly own: readonly TargetEvidence[];
  readonly today: TargetEvidence;
  readonly before: TargetEvidence | null;
  readonly advice: Advice;
}

function rungOf(target: TargetEvidence, { own, today, before, advice }: Around): Rung {
  const { scenario } = advice.decision;
  const course = advice.courses.find((one) => one.target === target) ?? null;
  const [home] = scenario.platforms as [string];
  const hours = WORK_HOURS[peopleShape({ target, platform: { id: home } }, today, home).work];
  return {
    course: target.course,
    target,
    others: own.filter((one) => one !== target),
    added: before && gainOver(before, target),
    overToday: target === today ? null : gainOver(today, target),
    credit: creditOf(target, today),
    hours: hours ? scenario[hours] : null,
    advice: course,
  };
}

const quickest = (targets: readonly TargetEvidence[]): TargetEvidence | undefined =>
  [...targets].sort((a, b) => a.wallMs.value - b.wallMs.value)[0];

function creditOf({ threads, like, ratio }: TargetEvidence, today: TargetEvidence): Credit | null {
  if (threads <= today.threads || like === null || ratio === null) return null;
  return { title: like.title, course: gainFrom(like.ratio), threads: like.ratio.value / ratio.value };
}

/** As their ratio was measured where one of the two is today's program, else by their intervals. */
function gainOver(before: TargetEvidence, after: TargetEvidence): Gain {
  if (before.ratio === null && after.ratio !== null) return gainFrom(after.ratio);
  if (after.ratio === null && before.ratio !== null) {
    const { value, low, high, verdict } = before.ratio;
    const turned = { faster: "slower", slower: "faster" } as const;
    return {
      value,
      low,
      high,
      verdict: verdict === "faster" || verdict === "slower" ? turned[verdict] : verdict,
    };
  }
  return gainByIntervals(before, after);
}

/** Two medians as independent and log-normal; a forecast’s verdict goes by its own interval. */
function gainByIntervals(before: TargetEvidence, after: TargetEvidence): Gain {
  const value = before.wallMs.value / after.wallMs.value;
  const width = Math.hypot(halfWidth(before.wallMs), halfWidth(after.wallMs));
  const isForecast = [before, after].some(({ basis }) => basis === "forecast");
  const at = (factor: number) => ({
    low: value * Math.exp(-width * factor),
    high: value * Math.exp(width * factor),
  });
  const asked = at(isForecast ? 1 : FROM_95_TO_99);
  const floor = Math.max(before.ratio?.floor ?? 0, after.ratio?.floor ?? 0);
  const verdict = verdictOf(1 / value, { low: 1 / asked.high, high: 1 / asked.low }, EQUIVALENCE_BAND, floor);
  return { value, ...at(1), verdict };
}

const halfWidth = ({ low, high }: Estimate) =>
  low > 0 ? Math.log(high / low) / 2 : Number.POSITIVE_INFINITY;
