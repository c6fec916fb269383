/**
 * The one answer, in two parts that always stand together: what is fastest among what qualifies, and from which traffic
 * each course pays for what it takes.
 */

import { COURSES } from "../course.js";
import type { EvidenceGate } from "../evidence-gate.js";
import { type Confidence, confidenceIn } from "./confidence.js";
import { type CourseAdvice, type Gain, gainFrom, ties } from "./course-advice.js";
import type { Decision } from "./decide.js";
import type { Grounds } from "./grounds.js";
import type { DecisionOption } from "./options.js";
import { payingTraffic } from "./paying-traffic.js";
import type { RankedOption } from "./ranked-option.js";

/** What the decision comes to: where its leader lies on the ladder of effort. */
export type Action =
  | {
      readonly state: "stay" | "setting" | "slice" | "call" | "port" | "move";
      readonly option: DecisionOption;
    }
  /** Two that cost about the same. */
  | { readonly state: "either"; readonly option: DecisionOption; readonly other: DecisionOption }
  /** The draws do not tell which is cheaper, and it matters. */
  | { readonly state: "open"; readonly option: DecisionOption; readonly other: DecisionOption }
  | { readonly state: "none" }
  /** The profile cannot carry a verdict. */
  | { readonly state: "withheld" };

export interface Advice {
  readonly decision: Decision;
  /** Today's program where it costs least; null where no platform of the scenario lets it stay. */
  readonly today: CourseAdvice | null;
  /** Of those that no faster one beats surely, the one that takes least; null where nothing that was timed qualifies. */
  readonly fastest: CourseAdvice | null;
  readonly confidence: Confidence | null;
  /** Every target that qualifies, in order of effort, today's first. */
  readonly courses: readonly CourseAdvice[];
  readonly action: Action;
}

export function advise(decision: Decision, grounds: Grounds): Advice {
  const cheapest = cheapestByTarget(decision);
  const worth = payingTraffic(decision, grounds);
  const baseline = decision.evidence.baseline;
  const home = cheapest.find(({ option }) => option.target.target === baseline)?.option ?? null;
  const courses = cheapest
    .map((option): CourseAdvice => {
      const { target } = option.option;
      return { target, option, gain: gainOf(option.option, home), worth: worth.get(target.target)! };
    })
    .sort(byEffort);
  const today = courses.find(({ target }) => target.target === baseline) ?? null;
  const fastest = fastestOf(courses);
  return {
    decision,
    today,
    fastest,
    confidence: fastest && confidenceIn(fastest, today, courses),
    courses,
    action: actionOf(decision),
  };
}

/** The ranking is by cost, so that the first of a target is the cheapest. */
function cheapestByTarget({ ranked }: Decision): RankedOption[] {
  const byTarget = new Map<string, RankedOption>();
  for (const one of ranked)
    if (!byTarget.has(one.option.target.target)) byTarget.set(one.option.target.target, one);
  return [...byTarget.values()];
}

function gainOf({ target, platform, isToday }: DecisionOption, home: DecisionOption | null): Gain | null {
  const { ratio } = target;
  if (isToday || ratio === null || (home !== null && home.platform.onDevice !== platform.onDevice))
    return null;
  return gainFrom(ratio);
}

function byEffort(a: CourseAdvice, b: CourseAdvice): number {
  const step = ({ target }: CourseAdvice) => COURSES.indexOf(target.course);
  return (
    step(a) - step(b) ||
    a.option.cost.onceUsd - b.option.cost.onceUsd ||
    a.target.threads - b.target.threads ||
    timeOf(a) - timeOf(b)
  );
}

const timeOf = ({ option }: CourseAdvice) => option.spread.p50Ms.mean;

/**
 * The least time leads; whatever it does not surely beat ties with it, and of those the least effort is taken. What nobody timed
 * takes no part.
 */
export function fastestOf(all: readonly CourseAdvice[]): CourseAdvice | null {
  const courses = all.filter((one) => !Number.isNaN(timeOf(one)));
  if (courses.length === 0) return null;
  const leader = courses.reduce((best, one) => (timeOf(one) < timeOf(best) ? one : best));
  return courses.find((one) => one === leader || ties(one, leader))!;
}

const barsAll = (gate: EvidenceGate) => gate.state === "unsound" && gate.excludes === "all";

/** What the decision comes to; it needs no break-even, and so is known at once. */
export function actionOf({ verdict, evidence }: Decision): Action {
  if (verdict.state === "none") return { state: barsAll(evidence.gate) ? "withheld" : "none" };
  const { leader, rival, state } = verdict;
  if (state === "unclear" && rival) return { state: "open", option: leader, other: rival };
  if (state === "even" && rival && verdict.regretUsd > 0)
    return { state: "either", option: leader, other: rival };
  if (leader.isToday) return { state: "stay", option: leader };
  const { course } = leader.target;
  if (leader.platform.sells) return { state: "call", option: leader };
  // Today's program on a machine that another run measured moves, too.
  if (leader.target.target === evidence.baseline || course === "stay")
    return { state: "move", option: leader };
  return { state: course === "setting" || course === "slice" ? course : "port", option: leader };
}
