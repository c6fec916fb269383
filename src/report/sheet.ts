/** The options of a subject as its printed sheet lists them: each target once, by course, on the platform that suits it best. */
import type { Course } from "../model/course.js";
import { gainFrom } from "../model/decision/course-advice.js";
import type { TargetEvidence } from "../model/decision/evidence.js";
import { ladderOf } from "../model/decision/ladder.js";
import type { Decided } from "../model/decision/subject.js";
import { formatUsd } from "../model/format.js";
import { gainText, worthCell } from "./advice.js";
import { costOfTargets } from "./cost-of-targets.js";
import { GATE_HEAD, GATE_SIGN, type GatesOfTarget, gatesOfTargets } from "./gates.js";
import { hoursText, STEP } from "./ladder.js";

export const SHEET_COLUMNS = [
  "target",
  "one request",
  "over today",
  "pays, requests a month",
  "bill per 1,000",
  "requirements",
] as const;

export interface SheetGroup {
  readonly course: Course;
  /** What is done, and what work it takes. */
  readonly heading: string;
  readonly rows: readonly SheetRow[];
}

export interface SheetRow {
  readonly target: TargetEvidence;
  /** Whether the verdict is for it. */
  readonly chosen: boolean;
  /** Null where it stays on today's. */
  readonly platform: string | null;
  readonly overToday: string;
  readonly pays: string;
  readonly per1000: string;
  readonly requirements: string;
}

/** In order of effort, the fastest of each course first. */
export function sheetGroups({ advice, decision }: Decided): SheetGroup[] {
  const gates = gatesOfTargets(decision);
  const costs = costOfTargets(advice);
  const { verdict } = decision;
  const leader = verdict.state === "none" ? null : verdict.leader.target;
  const [home] = decision.scenario.platforms;
  const rowOf = (target: TargetEvidence): SheetRow => {
    const course = advice.courses.find((one) => one.target === target);
    const bill = costs.find((one) => one.target === target.target);
    const asked = gates.find(({ option }) => option.target === target);
    return {
      target,
      chosen: target === leader,
      platform: asked === undefined || asked.option.platform.id === home ? null : asked.option.platform.title,
      overToday: target.ratio === null ? "–" : gainText(gainFrom(target.ratio), target.basis),
      pays: course === undefined ? "–" : worthCell(course.worth),
      per1000: bill === undefined ? "–" : formatUsd(bill.per1000Usd, 3),
      requirements: asked === undefined ? "no option" : requirementsText(asked),
    };
  };
  return ladderOf(advice).map(({ course, target, others, hours }) => {
    const work = hoursText({ hours, course });
    return {
      course,
      heading: work === "–" ? STEP[course] : `${STEP[course]} (work: ${work})`,
      rows: [target, ...others].sort((a, b) => a.wallMs.value - b.wallMs.value).map(rowOf),
    };
  });
}

/** "✓ all", "✗ Memory, ? p99". */
function requirementsText({ findings }: GatesOfTarget): string {
  const open = findings.filter(({ passed }) => passed !== "yes");
  return open.length === 0
    ? `${GATE_SIGN.yes} all`
    : open.map(({ gate, passed }) => `${GATE_SIGN[passed]} ${GATE_HEAD[gate]}`).join(", ");
}
