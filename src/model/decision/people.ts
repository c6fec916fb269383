/** What people cost: once for a port or a move, and every month after it. Dollars. */
import type { Platform } from "../cost/platforms/platform.js";
import type { Glue } from "../run-file.js";
import type { FieldId } from "../scenario/fields.js";
import { needsReview } from "./artefact.js";
import type { Draw } from "./draw.js";
import type { TargetEvidence } from "./evidence.js";

/** Which parts an option pays; decided once, so that a draw only multiplies. */
export interface PeopleShape {
  /** What is written: nothing, a setting, the hot slice of today's program, or all of its glue in another language. */
  readonly work: Work;
  /** Where it is debugged, which is a Wasm runtime too where only the interpreter was ported. */
  readonly debugged: "as today" | Exclude<Work, "none" | "setting" | "call">;
  /** Deployed anew: on another platform, or in another runtime. */
  readonly moves: boolean;
  /** Somebody vouches for its releases, since others share its host. */
  readonly reviewed: boolean;
}

type Work = keyof typeof WORK_HOURS;

/** What runs today: the target, and what its glue is written in. */
export type Today = Pick<TargetEvidence, "target" | "glue">;

/**
 * Glue in today's language is not written again: it moves. JavaScript is no Wasm port, though its engine is one. Where
 * the run does not say what the glue is, the port's kind decides.
 *
 * @param home today's platform
 * @param multiTenant whether others share the host
 */
export function peopleShape(
  option: { readonly target: TargetEvidence; readonly platform: Pick<Platform, "id" | "sells"> },
  today: Today,
  home: string,
  multiTenant = false,
): PeopleShape {
  // Nothing is deployed: the call is written, and the seller runs what answers.
  if (option.platform.sells) return { work: "call", debugged: "as today", moves: false, reviewed: false };
  return { ...workShape(option, today, home), reviewed: multiTenant && needsReview(option.target) };
}

function workShape(
  { target, platform }: Parameters<typeof peopleShape>[0],
  today: Today,
  home: string,
): Omit<PeopleShape, "reviewed"> {
  const moves = platform.id !== home || target.elsewhere?.isSameMachine === false;
  if (target.target === today.target || target.port === "stay") {
    const { course } = target;
    if (course === "setting") return { work: "setting", debugged: "as today", moves };
    if (course === "slice") return { work: "slice", debugged: "slice", moves };
    return { work: "none", debugged: "as today", moves };
  }
  const language = target.glue === "javascript" ? "javascript" : target.port;
  if (target.glue !== null && isSameLanguage(target.glue, today.glue))
    return { work: "none", debugged: target.glue === "javascript" ? "as today" : language, moves: true };
  return { work: language, debugged: language, moves };
}

/** Array code is Python too: it moves to another Python without a port. */
function isSameLanguage(glue: Glue, today: Glue | null): boolean {
  const plain = (one: Glue | null) => (one === "numpy" ? "python" : one);
  return plain(glue) === plain(today);
}

/** The field of a scenario that says how long a work takes. */
export const WORK_HOURS = {
  none: null,
  setting: "settingHours",
  slice: "portHoursSlice",
  call: "apiHours",
  native: "portHoursNative",
  javascript: "portHoursJs",
  wasm: "portHoursWasm",
} as const;
const DEBUG_FACTOR = {
  slice: "sliceDebugFactor",
  native: "nativeDebugFactor",
  javascript: "jsDebugFactor",
  wasm: "wasmDebugFactor",
} as const;

/** The field that decides which options are reviewed. */
export const REVIEWED_BY: FieldId = "multiTenant";

/** All that people's cost depends on, and nothing else does, but for `REVIEWED_BY`. */
export const PEOPLE_FIELDS: ReadonlySet<FieldId> = new Set<FieldId>([
  "hourUsd",
  "moveHours",
  "debugHoursPerMonth",
  "reviewHoursPerMonth",
  "maintenancePercentPerYear",
  "wasmOnceUsd",
  "horizonMonths",
  "discountPercentPerYear",
  ...Object.values(WORK_HOURS).filter((field) => field !== null),
  ...Object.values(DEBUG_FACTOR),
]);

function workHours(work: Work, draw: Draw): number {
  const field = WORK_HOURS[work];
  return field === null ? 0 : draw[field];
}

/** Hours once: writing the port, and moving it where it runs. */
export function onceUsd({ work, moves }: PeopleShape, draw: Draw): number {
  const extra = work === "wasm" ? draw.wasmOnceUsd : 0;
  return (workHours(work, draw) + (moves ? draw.moveHours : 0)) * draw.hourUsd + extra;
}

/** Debugging at the rate of what runs, the port's upkeep, and reviews of what others share a host with. */
export function monthlyUsd({ work, debugged, reviewed }: PeopleShape, draw: Draw): number {
  const factor = debugged === "as today" ? 1 : draw[DEBUG_FACTOR[debugged]];
  const upkeepHours = (workHours(work, draw) * draw.maintenancePercentPerYear) / 100 / 12;
  const reviewHours = reviewed ? draw.reviewHoursPerMonth : 0;
  return (draw.debugHoursPerMonth * factor + upkeepHours + reviewHours) * draw.hourUsd;
}

/** Hours of the work, what it costs once, and every month after it. One object per shape, filled again for every draw. */
export interface DrawnPeople {
  onceUsd: number;
  monthlyUsd: number;
}

/** What many options of few shapes cost in a draw: options that take the same work share one sum. */
export class PeopleSums {
  readonly #shapes: readonly PeopleShape[];
  readonly #sums: readonly DrawnPeople[];
  /** By option. */
  readonly of: readonly DrawnPeople[];

  constructor(options: readonly PeopleShape[]) {
    const byKey = new Map(options.map((shape) => [keyOf(shape), shape]));
    const sums = new Map([...byKey.keys()].map((key) => [key, { onceUsd: 0, monthlyUsd: 0 }]));
    this.#shapes = [...byKey.values()];
    this.#sums = [...sums.values()];
    this.of = options.map((shape) => sums.get(keyOf(shape))!);
  }

  fill(draw: Draw): void {
    for (let s = 0; s < this.#shapes.length; s++) {
      const shape = this.#shapes[s]!;
      const sum = this.#sums[s]!;
      sum.onceUsd = onceUsd(shape, draw);
      sum.monthlyUsd = monthlyUsd(shape, draw);
    }
  }
}

const keyOf = ({ work, debugged, moves, reviewed }: PeopleShape) =>
  `${work}/${debugged}/${moves}/${reviewed}`;

/**
 * Today's worth of one dollar a month, paid at the end of each of `months` months: Σ (1 + r)^(−m/12).
 *
 * @param percentPerYear effective yearly rate; 0 gives the number of months
 */
export function annuity(months: number, percentPerYear: number): number {
  const growth = (1 + percentPerYear / 100) ** (1 / 12);
  return growth === 1 ? months : (1 - growth ** -months) / (growth - 1);
}
