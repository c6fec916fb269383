import { formatBytes } from "../../format.js";
import { DELIVERY_PRICES, deliveryCharges, measureDelivery } from "../delivery.js";
import { pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import { NO_LIMITS } from "./limits.js";
import type { Platform } from "./platform.js";

const NOTES = ["Computing costs the user’s battery and time, which no one bills"];
const CODE_LACK =
  "The code that a browser loads is not counted: the run was written before it was measured; measure again";

/** What a new client fetches, or what of it is unknown. */
function downloadNotes({ downloadBytes, codeBytes }: Readonly<MonthlyUsage>): string[] {
  if (downloadBytes === 0) return [];
  if (codeBytes === 0) return [CODE_LACK];
  const [model, code] = [formatBytes(downloadBytes - codeBytes), formatBytes(codeBytes)];
  return [
    `A new client fetches a model of ${model} and ${code} of code after gzip; CloudFront compresses no file over 10 MB by itself, so upload the engine compressed`,
  ];
}

export const browser: Platform = {
  id: "browser",
  title: "Browser, through CloudFront",
  bills:
    "The bytes of model and code that new clients fetch; the requests themselves run on the user’s own device.",
  waiting: "free",
  reach: "browser",
  code: "wasm-and-js",
  runtime: null,
  onDevice: true,
  scalesToZero: true,
  reserved: false,
  sharesServer: false,
  architecture: null,
  gpu: null,
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 4096, source: "WebAssembly: a 32-bit memory ends at 4 GiB; a tab may get less" },
  },
  priceIds: ["aws.cloudfront.bytes", "aws.cloudfront.requests"],
  compile: (book, options) => {
    const found = pricesOf(book, DELIVERY_PRICES, options);
    if (found.state === "unpriced") return found;
    const charges = deliveryCharges(found.prices, options.freeTier ?? false);
    const measure = (usage: Readonly<MonthlyUsage>, amounts: Float64Array) =>
      measureDelivery(usage, amounts, 0);
    return {
      state: "priced",
      pricer: pricerOf(charges, measure, (usage) => [...downloadNotes(usage), ...NOTES]),
    };
  },
};
