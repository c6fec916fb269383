/** How sure it is that the fastest is the fastest, and what speaks against it. */
import type { NoiseCode } from "../statistics/noise.js";
import { type CourseAdvice, ties } from "./course-advice.js";

export type Level = "high" | "moderate" | "low";

export interface Doubt {
  readonly level: "moderate" | "low";
  readonly of: string;
  readonly kind: "flag" | "gate" | "undecided" | "tie";
  /** The flag's or the gate's own words; the tied target's title. */
  readonly detail: string;
}

export interface Confidence {
  readonly level: Level;
  /** Worst first; empty for "high". */
  readonly doubts: readonly Doubt[];
}

/** The flags that can move a median; outliers, a wide range or a slow first iteration cannot. */
const DOUBTFUL_FLAGS: ReadonlyMap<NoiseCode, Doubt["level"]> = new Map([
  ["contended", "low"],
  ["loaded-machine", "low"],
  ["cv-above-10pct", "moderate"],
  ["multimodal", "moderate"],
  ["autocorrelated", "moderate"],
  ["drift", "moderate"],
  ["short-sample", "moderate"],
  ["few-processes", "moderate"],
] as const);

/** "high" unless something speaks against it: the level is that of the worst doubt. */
export function confidenceIn(
  fastest: CourseAdvice,
  today: CourseAdvice | null,
  courses: readonly CourseAdvice[],
): Confidence {
  const compared = [fastest, ...(today && today !== fastest ? [today] : [])];
  const doubts = [
    ...compared.flatMap(flagDoubts),
    ...gateDoubts(fastest),
    ...gainDoubts(fastest),
    ...tieDoubts(fastest, courses),
  ].sort((a, b) => Number(b.level === "low") - Number(a.level === "low"));
  return { level: doubts[0]?.level ?? "high", doubts };
}

function flagDoubts({ target }: CourseAdvice): Doubt[] {
  return target.flags.flatMap(({ code, detail }) => {
    const level = DOUBTFUL_FLAGS.get(code);
    return level === undefined
      ? []
      : [{ level, of: target.title, kind: "flag", detail: `${code}: ${detail}` }];
  });
}

function gateDoubts({ target, option }: CourseAdvice): Doubt[] {
  return option.gates
    .filter(({ passed }) => passed === "unknown")
    .map(({ gate, evidence }) => ({
      level: "moderate",
      of: target.title,
      kind: "gate",
      detail: `${gate}: ${evidence}`,
    }));
}

function gainDoubts({ target, gain }: CourseAdvice): Doubt[] {
  if (gain === null || gain.verdict === "faster") return [];
  return [{ level: "low", of: target.title, kind: "undecided", detail: "" }];
}

/** Others whose times overlap with its own: it was taken because it takes less. */
function tieDoubts(fastest: CourseAdvice, courses: readonly CourseAdvice[]): Doubt[] {
  return courses
    .filter((one) => one !== fastest && ties(one, fastest))
    .map(({ target }) => ({
      level: "moderate",
      of: fastest.target.title,
      kind: "tie",
      detail: target.title,
    }));
}
