/** All subjects' answers side by side: for the terminal, Markdown and the overview. */
import type { CourseAdvice } from "../model/decision/course-advice.js";
import type { DecidedOrNot, Subject } from "../model/decision/subject.js";
import { formatEstimateMs } from "../model/format.js";
import { presetLike } from "../model/scenario/presets.js";
import { centre } from "../model/scenario/range.js";
import { phraseOf, type Scenario } from "../model/scenario/scenario.js";
import { ACTION_CLAUSE, actionSentence, gainText, volumeText, worthCell } from "./advice.js";
import { type AdviceJson, adviceJson } from "./advice-json.js";
import { capital, inWords, listed, named } from "./words.js";

export const ADVICE_COLUMNS = [
  "",
  "today",
  "fastest",
  "gain",
  "pays from, requests a month",
  "what to do",
  "sure",
] as const;

export function adviceRows(found: readonly DecidedOrNot[]): string[][] {
  return found.map((one) => {
    const title = subjectTitle(one.subject);
    if (one.state === "missing") return [title, "–", "–", "–", "–", one.reason, "–"];
    const { advice } = one;
    const { today, fastest, confidence, action } = advice;
    return [
      title,
      today ? formatEstimateMs(today.target.wallMs) : "–",
      fastest ? `${fastest.target.title}, ${formatEstimateMs(fastest.target.wallMs)}` : "–",
      fastest?.gain ? gainText(fastest.gain, fastest.target.basis) : "–",
      fastest ? worthCell(fastest.worth) : "–",
      actionSentence(action),
      confidence?.level ?? "–",
    ];
  });
}

/** What a forecast speaks of is always said with it. */
export const subjectTitle = ({ workload, kind }: Subject): string =>
  kind === "measured" ? workload.title : `${workload.title} (recorded; its ports are forecasts)`;

/** "At 3 million requests a month, one of five workloads is worth a setting and four stay as they are." */
export function adviceHeadline(found: readonly DecidedOrNot[], scenario: Scenario): string {
  const decided = found.flatMap((one) => (one.state === "decided" ? [one.advice] : []));
  if (found.length === 0) return "This run holds no workload.";
  if (decided.length === 0) return "No baseline was measured, so there is nothing to compare a port with.";
  const at = `At ${volumeText(centre(scenario.requestsPerMonth))} requests a month`;
  const groups = ORDER.flatMap((state) => {
    const count = decided.filter(({ action }) => action.state === state).length;
    return count > 0 ? [{ state, count }] : [];
  });
  const [only] = groups;
  if (groups.length === 1) {
    const [one, many] = ACTION_CLAUSE[only!.state];
    const who =
      decided.length === 1
        ? "the workload"
        : decided.length === 2
          ? "both workloads"
          : `all ${inWords(decided.length)} workloads`;
    return `${at}, ${who} ${decided.length === 1 ? one : many}.`;
  }
  const clauses = groups.map(({ state, count }, i) => {
    const of = i === 0 ? ` of ${inWords(decided.length)} workloads` : "";
    return `${inWords(count)}${of} ${ACTION_CLAUSE[state][count === 1 ? 0 : 1]}`;
  });
  return `${at}, ${listed(clauses)}.`;
}

const ORDER = ["port", "slice", "setting", "move", "either", "open", "stay", "withheld", "none"] as const;

/** The sentence of the largest sure gain, and of the least traffic from which any course pays. */
export function adviceStandfirst(found: readonly DecidedOrNot[]): string[] {
  const decided = found.flatMap((one) => (one.state === "decided" ? [one] : []));
  const gains = decided
    .flatMap(({ subject, advice: { fastest } }) =>
      fastest?.gain?.verdict === "faster" ? [{ subject, fastest }] : [],
    )
    .sort((a, b) => b.fastest.gain!.value - a.fastest.gain!.value);
  const [most] = gains;
  const first = decided
    .flatMap(({ subject, advice }) =>
      advice.courses.map((course) => ({ subject, course, from: notYetFrom(course) })),
    )
    .filter(({ from }) => from !== null)
    .sort((a, b) => a.from! - b.from!)[0];
  return [
    most
      ? `The largest gain is “${most.subject.workload.title}”: ${named(most.fastest.target)}, ${gainText(most.fastest.gain!)}.`
      : "Nothing that qualifies answers surely sooner than what runs today.",
    ...(first
      ? [
          `The next course to pay is ${named(first.course.target)} for “${first.subject.workload.title}”, above ${volumeText(first.from!)} requests a month.`,
        ]
      : []),
  ];
}

function notYetFrom({ worth, gain }: CourseAdvice): number | null {
  return worth.state === "from" && gain?.verdict === "faster" ? worth.requestsPerMonth : null;
}

/** The conditions by name where they are a shipped scenario's, and the two that every answer turns on. */
export function conditionsSentence(scenario: Scenario): string {
  const name = presetLike(scenario)?.scenario.title;
  const stated = [
    `${volumeText(centre(scenario.requestsPerMonth))} requests a month`,
    phraseOf("hourUsd", centre(scenario.hourUsd)),
  ];
  return `${capital(name ? `conditions: “${name}”` : "your own conditions")}, ${listed(stated)}.`;
}

export interface AdviceTableJson {
  readonly portolanAdvice: 1;
  readonly runId: string;
  readonly headline: string;
  readonly conditions: string;
  readonly subjects: readonly {
    readonly id: string;
    readonly title: string;
    readonly kind: Subject["kind"];
    /** Null where there is no baseline; the reason says what to do. */
    readonly advice: AdviceJson | null;
    readonly reason: string | null;
  }[];
}

export function adviceTableJson(
  found: readonly DecidedOrNot[],
  scenario: Scenario,
  runId: string,
): AdviceTableJson {
  return {
    portolanAdvice: 1,
    runId,
    headline: adviceHeadline(found, scenario),
    conditions: conditionsSentence(scenario),
    subjects: found.map((one) => {
      const { workload, kind } = one.subject;
      return {
        id: workload.id,
        title: workload.title,
        kind,
        advice: one.state === "decided" ? adviceJson(one.advice) : null,
        reason: one.state === "missing" ? one.reason : null,
      };
    }),
  };
}
