/** Delivery of model and code to clients through a content network: two charges, bytes and requests. */
import type { Price } from "../prices/price.js";
import { meterOf } from "./meter.js";
import { BYTES_PER_GB, type Charge } from "./pricer.js";
import type { MonthlyUsage } from "./usage.js";

export const DELIVERY_PRICES = {
  bytes: "aws.cloudfront.bytes",
  requests: "aws.cloudfront.requests",
  freeBytes: "aws.cloudfront.free.bytes",
  freeRequests: "aws.cloudfront.free.requests",
} as const;

export function deliveryCharges(
  { bytes, requests, freeBytes, freeRequests }: Readonly<Record<keyof typeof DELIVERY_PRICES, Price>>,
  freeTier: boolean,
): Charge[] {
  return [
    { label: "Downloads", meter: meterOf(bytes, freeTier ? freeBytes : null) },
    { label: "Download requests", meter: meterOf(requests, freeTier ? freeRequests : null) },
  ];
}

/** Writes the two quantities from place `i` on. A new client makes one HTTPS request for each file. */
export function measureDelivery(
  { newClients, downloadBytes, codeFiles }: Readonly<MonthlyUsage>,
  amounts: Float64Array,
  i: number,
): void {
  amounts[i] = (newClients * downloadBytes) / BYTES_PER_GB;
  amounts[i + 1] = downloadBytes > 0 ? newClients * (1 + codeFiles) : 0;
}
