/** What people cost: once for a port or a move, and every month after it. Dollars. */
import type { Draw } from "./draw.js";
import type { TargetEvidence } from "./evidence.js";
import type { DecisionOption } from "./options.js";

export interface PeopleCost {
  readonly onceUsd: number;
  readonly monthlyUsd: number;
}

/** Which parts an option pays; decided once, so that a draw only multiplies. */
export interface PeopleShape {
  /** What the code is written anew as; "none" where it stays as it is. */
  readonly port: "none" | Language;
  /** Where it is debugged, which is a Wasm runtime too where only the interpreter was ported. */
  readonly debugged: "as today" | Language;
  /** Deployed anew: on another platform, or in another runtime. */
  readonly moves: boolean;
}

type Language = "native" | "javascript" | "wasm";

/** What runs today: the target, and what its glue is written in. */
export type Today = Pick<TargetEvidence, "target" | "glue">;

/**
 * Glue in today's language is not written again: it moves. JavaScript is no Wasm port, though its engine is one. Where
 * the run does not say what the glue is, the port's kind decides.
 *
 * @param home today's platform
 */
export function peopleShape({ target, platform }: DecisionOption, today: Today, home: string): PeopleShape {
  const moves = platform.id !== home;
  if (target.target === today.target || target.port === "stay")
    return { port: "none", debugged: "as today", moves };
  const language = target.glue === "javascript" ? "javascript" : target.port;
  if (target.glue !== null && target.glue === today.glue)
    return { port: "none", debugged: target.glue === "javascript" ? "as today" : language, moves: true };
  return { port: language, debugged: language, moves };
}

const PORT_HOURS = { native: "portHoursNative", javascript: "portHoursJs", wasm: "portHoursWasm" } as const;
const DEBUG_FACTOR = {
  native: "nativeDebugFactor",
  javascript: "jsDebugFactor",
  wasm: "wasmDebugFactor",
} as const;

const portHours = (port: PeopleShape["port"], draw: Draw) => (port === "none" ? 0 : draw[PORT_HOURS[port]]);

/** Hours once: writing the port, and moving it where it runs. */
export function onceUsd({ port, moves }: PeopleShape, draw: Draw): number {
  const extra = port === "wasm" ? draw.wasmOnceUsd : 0;
  return (portHours(port, draw) + (moves ? draw.moveHours : 0)) * draw.hourUsd + extra;
}

/** Debugging at the rate of what runs, and the port's upkeep. */
export function monthlyUsd({ port, debugged }: PeopleShape, draw: Draw): number {
  const factor = debugged === "as today" ? 1 : draw[DEBUG_FACTOR[debugged]];
  const upkeepHours = (portHours(port, draw) * draw.maintenancePercentPerYear) / 100 / 12;
  return (draw.debugHoursPerMonth * factor + upkeepHours) * draw.hourUsd;
}

/**
 * Today's worth of one dollar a month, paid at the end of each of `months` months: Σ (1 + r)^(−m/12).
 *
 * @param percentPerYear effective yearly rate; 0 gives the number of months
 */
export function annuity(months: number, percentPerYear: number): number {
  const growth = (1 + percentPerYear / 100) ** (1 / 12);
  return growth === 1 ? months : (1 - growth ** -months) / (growth - 1);
}
