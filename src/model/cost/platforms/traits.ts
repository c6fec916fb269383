/** What platforms of one kind have in common. */

/** A function at the edge: CPU time is billed, waiting is not. */
export const EDGE_FUNCTION = {
  basis: "cpu-time",
  waiting: "free",
  reach: "edge",
  onDevice: false,
  scalesToZero: true,
  reserved: false,
  sharesServer: false,
  architecture: null,
  gpu: null,
} as const;

/** Servers or containers that are paid for by the hour, busy or not. */
export const RESERVED_HOURS = {
  basis: "reserved-hours",
  waiting: "in-reserved-hours",
  reach: "server",
  code: "any",
  runtime: null,
  onDevice: false,
  scalesToZero: false,
  reserved: true,
} as const;
