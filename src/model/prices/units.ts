/**
 * The units that a price sheet may use. A user may state a price in any unit of the same measure: $0.20 per million
 * requests or $0.0000002 per request.
 */
interface UnitFacts {
  /** What is counted, in the singular: the unit of a bill line's quantity. */
  readonly measure: string;
  /** How many of the measure the unit's denominator holds. */
  readonly size: number;
}

export const UNITS = {
  "USD/request": { measure: "request", size: 1 },
  "USD/10k requests": { measure: "request", size: 1e4 },
  "USD/1M requests": { measure: "request", size: 1e6 },
  "USD/GB-second": { measure: "GB-second", size: 1 },
  "USD/CPU-ms": { measure: "CPU-ms", size: 1 },
  "USD/1M CPU-ms": { measure: "CPU-ms", size: 1e6 },
  "USD/CPU-hour": { measure: "CPU-ms", size: 3.6e6 },
  "USD/second": { measure: "hour", size: 1 / 3600 },
  "USD/hour": { measure: "hour", size: 1 },
  "USD/vCPU-second": { measure: "vCPU-hour", size: 1 / 3600 },
  "USD/vCPU-hour": { measure: "vCPU-hour", size: 1 },
  "USD/GB-hour": { measure: "GB-hour", size: 1 },
  "USD/GB": { measure: "GB", size: 1 },
  "USD/month": { measure: "month", size: 1 },
  "USD/device-month": { measure: "device-month", size: 1 },
  "USD/kWh": { measure: "kWh", size: 1 },
  "USD/1k tokens": { measure: "token", size: 1e3 },
  "USD/1M tokens": { measure: "token", size: 1e6 },
  // What a price sheet states beside its prices: free amounts, billing steps, shares.
  request: { measure: "free request", size: 1 },
  "1M requests": { measure: "free request", size: 1e6 },
  "GB-second": { measure: "free GB-second", size: 1 },
  "vCPU-second": { measure: "free vCPU-hour", size: 1 / 3600 },
  GB: { measure: "free GB", size: 1 },
  MB: { measure: "free MB", size: 1 },
  minute: { measure: "minute", size: 1 },
  share: { measure: "share", size: 1 },
} as const satisfies Readonly<Record<string, UnitFacts>>;

export type Unit = keyof typeof UNITS;

/** The units in which the same thing can be stated. */
export function unitsLike(unit: Unit): Unit[] {
  const { measure } = UNITS[unit];
  return (Object.keys(UNITS) as Unit[]).filter((other) => UNITS[other].measure === measure);
}
