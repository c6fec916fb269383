/** The units by which a platform of traits can bill, and what they count. */
import { UNITS, type Unit } from "../prices/units.js";

/** What of a month is paid for. Tokens in; those out have a place of their own. */
export const AMOUNTS = { month: 0, request: 1, "CPU-ms": 2, GB: 3, token: 4 } as const;
/** What of an instance is paid for over its time, and in how many seconds. */
export const OVER_TIME = {
  hour: { of: "instance", seconds: 3600 },
  "vCPU-hour": { of: "vcpus", seconds: 3600 },
  "GB-second": { of: "memory", seconds: 1 },
  "GB-hour": { of: "memory", seconds: 3600 },
} as const;

export const BILLABLE_UNITS = (Object.keys(UNITS) as Unit[]).filter(
  (unit) => unit.startsWith("USD/") && (UNITS[unit].measure in AMOUNTS || UNITS[unit].measure in OVER_TIME),
);
