/** The two-part answer as JSON; documented in docs/json.md. */

import type { Course } from "../model/course.js";
import type { Action, Advice } from "../model/decision/advice.js";
import type { Level } from "../model/decision/confidence.js";
import type { CourseAdvice, Gain } from "../model/decision/course-advice.js";
import type { Worth } from "../model/decision/paying-traffic.js";
import type { Estimate } from "../model/summary.js";
import { doubtText } from "./advice.js";

interface CourseJson {
  readonly target: string;
  readonly title: string;
  readonly course: Course;
  /** `target@platform`: where it costs least. */
  readonly option: string;
  /** Median of a warm request on the machine that was measured. */
  readonly wallMs: Estimate;
  /** Speed-up over today; null for today itself. */
  readonly gain: Gain | null;
  readonly worth: Worth;
}

export interface AdviceJson {
  readonly action: Action["state"];
  /** Id of the option that costs least; null where none qualifies. */
  readonly option: string | null;
  readonly today: string | null;
  readonly fastest: string | null;
  readonly confidence: { readonly level: Level; readonly doubts: readonly string[] } | null;
  /** In order of effort, today's first. */
  readonly courses: readonly CourseJson[];
}

export function adviceJson({ action, today, fastest, confidence, courses }: Advice): AdviceJson {
  return {
    action: action.state,
    option: "option" in action ? action.option.id : null,
    today: today?.target.target ?? null,
    fastest: fastest?.target.target ?? null,
    confidence: confidence && { level: confidence.level, doubts: confidence.doubts.map(doubtText) },
    courses: courses.map(courseJson),
  };
}

function courseJson({ target, option, gain, worth }: CourseAdvice): CourseJson {
  const { target: id, title, course, wallMs } = target;
  return { target: id, title, course, option: option.option.id, wallMs, gain, worth };
}
