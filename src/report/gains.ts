/** What each course changes: speed-ups over today, measured. */
import { COURSE_LABEL, COURSES, type Course, courseOf } from "../model/course.js";
import type { Ratio } from "../model/statistics/ratio.js";
import type { MeasuredSummary } from "../model/summary.js";
import { capital, inWords, listed } from "./words.js";

/** One target of one workload, as a speed-up over today: above 1 is faster. */
export interface GainRow {
  readonly workload: string;
  readonly course: Course;
  readonly target: string;
  readonly ratio: Ratio;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

/** Every target that was compared with today's, by workload and in order of effort. */
export function gainRows({ workloads, targets }: MeasuredSummary): GainRow[] {
  return workloads.flatMap(({ title, cells }) =>
    targets
      .flatMap((target) => {
        const cell = cells.find((one) => one.target === target.id);
        if (cell?.state !== "measured" || cell.ratio === null) return [];
        const { ratio } = cell;
        const gain = { gain: 1 / ratio.value, low: 1 / ratio.high, high: 1 / ratio.low };
        return [{ workload: title, course: courseOf(target), target: target.title, ratio, ...gain }];
      })
      .sort((a, b) => COURSES.indexOf(a.course) - COURSES.indexOf(b.course)),
  );
}

/** Of each course of each workload, the target that gains most. */
export function bestOfCourses(rows: readonly GainRow[]): GainRow[] {
  return rows.filter(
    (row) =>
      !rows.some(
        (other) => other.workload === row.workload && other.course === row.course && other.gain > row.gain,
      ),
  );
}

/** "A port is surely faster than today in four of five workloads, a compiled slice in three." */
export function gainTitle(rows: readonly GainRow[]): string {
  const workloads = new Set(rows.map(({ workload }) => workload)).size;
  const faster = COURSES.map((course) => ({
    course,
    count: new Set(
      rows
        .filter((row) => row.course === course && row.ratio.verdict === "faster")
        .map(({ workload }) => workload),
    ).size,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const of = workloads === 1 ? "the one workload" : `${inWords(workloads)} workloads`;
  const [first] = faster;
  if (first === undefined) return `No course is surely faster than today in any of ${of}`;
  const inHowMany = (count: number) => (workloads === 1 ? of : `${inWords(count)} of ${of}`);
  return capital(
    listed(
      faster.map(({ course, count }) =>
        course === first.course
          ? `${COURSE_LABEL[course]} is surely faster than today in ${inHowMany(count)}`
          : `${COURSE_LABEL[course]} in ${workloads === 1 ? "it" : inWords(count)}`,
      ),
    ),
  );
}
