/** What people cost: once for a port or a move, and every month after it. Dollars. */
import type { Draw } from "./draw.js";
import type { DecisionOption } from "./options.js";

export interface PeopleCost {
  readonly onceUsd: number;
  readonly monthlyUsd: number;
}

/** Which parts an option pays; decided once, so that a draw only multiplies. */
export interface PeopleShape {
  readonly port: "none" | "native" | "wasm";
  readonly moves: boolean;
}

export function peopleShape(option: DecisionOption, baseline: string, home: string): PeopleShape {
  const { port, target } = option.target;
  return {
    port: target === baseline || port === "stay" ? "none" : port,
    moves: option.platform.id !== home,
  };
}

/** Hours once: writing the port, and moving to another platform. */
export function onceUsd({ port, moves }: PeopleShape, draw: Draw): number {
  const portHours = port === "wasm" ? draw.portHoursWasm : port === "native" ? draw.portHoursNative : 0;
  const extra = port === "wasm" ? draw.wasmOnceUsd : 0;
  return (portHours + (moves ? draw.moveHours : 0)) * draw.hourUsd + extra;
}

/** Debugging at the port's rate, and the port's upkeep. */
export function monthlyUsd({ port }: PeopleShape, draw: Draw): number {
  const factor = port === "wasm" ? draw.wasmDebugFactor : port === "native" ? draw.nativeDebugFactor : 1;
  const portHours = port === "wasm" ? draw.portHoursWasm : port === "native" ? draw.portHoursNative : 0;
  const upkeepHours = (portHours * draw.maintenancePercentPerYear) / 100 / 12;
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
