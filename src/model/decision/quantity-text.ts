/** Numbers inside of sentences: three digits, with the suffix that people say. */
import { formatMs } from "../format.js";
import type { RangeFieldId, Scenario } from "../scenario/scenario.js";

type LimitFieldId = { [K in keyof Scenario]: number | null extends Scenario[K] ? K : never }[keyof Scenario];
export type NumericFieldId = RangeFieldId | LimitFieldId;

/** "3.1 M", "420,000", "0.35": three significant digits. */
export function countText(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  for (const [size, suffix] of [
    [1e12, " T"],
    [1e9, " B"],
    [1e6, " M"],
  ] as const) {
    if (Math.abs(value) >= size * 0.9995) return `${digits(value / size)}${suffix}`;
  }
  return digits(value);
}

function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** "$0.0893", "$24,000", "$1.2 M": three significant digits. */
export function usdText(usd: number): string {
  const sign = usd < 0 ? "−" : "";
  return `${sign}$${countText(Math.abs(usd))}`;
}

/** A field at a value, as it stands after "above", "below", "at" or "with": "3.1 M requests a month". */
export const FIELD_PHRASES: Readonly<Record<NumericFieldId, (value: number) => string>> = {
  requestsPerMonth: (x) => `${countText(x)} requests a month`,
  peakToMean: (x) => `a peak of ${countText(x)} times the mean rate`,
  coldSharePercent: (x) => `a cold share of ${countText(x)} %`,
  keepAliveMinutes: (x) => `a keep-alive of ${countText(x)} minutes`,
  upstreamWaitMs: (x) => `${formatMs(x)} of waiting on others per request`,
  batchSize: (x) => `${countText(x)} requests per call`,
  oncePerCallPercent: (x) => `${countText(x)} % of a call being paid once`,
  p99SloMs: (x) => `a p99 limit of ${formatMs(x)}`,
  coldSloMs: (x) => `a limit of ${formatMs(x)} on a cold request`,
  budgetUsdPerMonth: (x) => `a budget of ${usdText(x)} a month`,
  memoryLimitMb: (x) => `a memory limit of ${countText(x)} MB`,
  serverTimeFactor: (x) => `a server core that takes ${countText(x)} times as long as the one measured here`,
  deviceTimeFactor: (x) => `a device that takes ${countText(x)} times as long as the machine measured here`,
  newClientsPerMonth: (x) => `${countText(x)} new clients a month`,
  downloadMbitPerSecond: (x) => `a download speed of ${countText(x)} Mbit/s`,
  devices: (x) => `${countText(x)} edge devices`,
  deviceWatts: (x) => `${countText(x)} W per busy device`,
  edgeAnsweredPercent: (x) => `${countText(x)} % of the requests answered by a small model`,
  smallModelTimePercent: (x) => `a small model that takes ${countText(x)} % of the full one’s time`,
  hourUsd: (x) => `${usdText(x)} for an engineer’s hour`,
  portHoursNative: (x) => `${countText(x)} hours for the port to native code`,
  portHoursWasm: (x) => `${countText(x)} hours for the port to compiled Wasm`,
  portHoursJs: (x) => `${countText(x)} hours for the port to JavaScript`,
  moveHours: (x) => `${countText(x)} hours for the move to another platform`,
  debugHoursPerMonth: (x) => `${countText(x)} hours of debugging a month today`,
  wasmDebugFactor: (x) => `debugging in Wasm at ${countText(x)} times today’s hours`,
  nativeDebugFactor: (x) => `debugging in native code at ${countText(x)} times today’s hours`,
  jsDebugFactor: (x) => `debugging in JavaScript at ${countText(x)} times today’s hours`,
  wasmOnceUsd: (x) => `${usdText(x)}, once, for Wasm’s hiring and audits`,
  maintenancePercentPerYear: (x) => `a yearly upkeep of ${countText(x)} % of the port`,
  horizonMonths: (x) => `a horizon of ${countText(x)} months`,
  discountPercentPerYear: (x) => `a discount rate of ${countText(x)} % a year`,
};
