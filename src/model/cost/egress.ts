/** Responses that leave the cloud: one more charge, by the byte. */
import type { PriceBook } from "../prices/price.js";
import { meterOf } from "./meter.js";
import type { CompileOptions } from "./platforms/platform.js";
import { BYTES_PER_GB, type Charge, pricesOf } from "./pricer.js";
import type { MonthlyUsage } from "./usage.js";

export type Egress =
  /** At most one charge: none where responses stay inside. */
  | { readonly state: "found"; readonly charges: readonly Charge[] }
  | { readonly state: "unpriced"; readonly reason: string };

export function egressOf(book: PriceBook, options: CompileOptions): Egress {
  if (options.egress === false) return { state: "found", charges: [] };
  const found = pricesOf(book, { out: "aws.egress", free: "aws.egress.free" }, options);
  if (found.state === "unpriced") return found;
  const { out, free } = found.prices;
  const meter = meterOf(out, options.freeTier ? free : null);
  return { state: "found", charges: [{ label: "Responses sent to the internet", meter, optional: true }] };
}

/** The quantity of the charge. */
export function egressGb({ requests, responseBytes }: Readonly<MonthlyUsage>): number {
  return (requests * responseBytes) / BYTES_PER_GB;
}
