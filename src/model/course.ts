/** What a team has to do to get to a target, from nothing to another host. No zod here, since pages import it. */

/** In order of effort. */
export const COURSES = ["plain", "stay", "setting", "slice", "call", "port"] as const;
export type Course = (typeof COURSES)[number];

/** As a reader is told; "plain" is a rung below today, never an option to move to. */
export const COURSE_LABEL: Readonly<Record<Course, string>> = {
  plain: "plain Python",
  stay: "today",
  setting: "a setting",
  slice: "a compiled slice",
  call: "a call of an API",
  port: "a port",
};

/** Runs of before courses were recorded know only what was ported: whatever was not is today's. */
export function courseOf({
  course,
  port,
}: {
  readonly course?: Course | undefined;
  readonly port: string;
}): Course {
  return course ?? (port === "stay" ? "stay" : "port");
}
