/** Responses that leave the cloud: one more charge, by the byte. */
import type { PriceBook } from "../prices/price.js";
import { freeTierOf } from "./free-tier.js";
import { meterOf } from "./meter.js";
import type { CompileOptions } from "./platforms/platform.js";
import { BYTES_PER_GB, type Charge, pricesOf } from "./pricer.js";
import type { MonthlyUsage } from "./usage.js";

type Egress =
  /** At most one charge: none where responses stay inside. */
  | { readonly state: "found"; readonly charges: readonly Charge[]; readonly notes: readonly string[] }
  | { readonly state: "unpriced"; readonly reason: string };

export function egressOf(book: PriceBook, options: CompileOptions): Egress {
  if (options.egress === false) return { state: "found", charges: [], notes: [] };
  const found = pricesOf(book, { out: "aws.egress" }, options);
  if (found.state === "unpriced") return found;
  const free = freeTierOf(book, options, { out: "aws.egress.free" });
  const meter = meterOf(found.prices.out, free.prices.out);
  const charges = [{ label: "Responses sent to the internet", meter, optional: true }];
  return { state: "found", charges, notes: free.notes };
}

/** The quantity of the charge. */
export function egressGb({ requests, responseBytes }: Readonly<MonthlyUsage>): number {
  return (requests * responseBytes) / BYTES_PER_GB;
}
