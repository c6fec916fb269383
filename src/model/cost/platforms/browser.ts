import { DELIVERY_PRICES, deliveryCharges, measureDelivery } from "../delivery.js";
import { pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import { NO_LIMITS, type Platform } from "./platform.js";

const NOTES = ["Computing costs the user’s battery and time, which no one bills"];

export const browser: Platform = {
  id: "browser",
  title: "Browser, through CloudFront",
  bills:
    "The bytes of model and code that new clients fetch; the requests themselves run on the user’s own device.",
  ...{ basis: "bytes", waiting: "free", reach: "browser", code: "wasm-and-js", onDevice: true },
  ...{ scalesToZero: true, reserved: false, sharesServer: false, architecture: null, gpu: null },
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
    return { state: "priced", pricer: pricerOf(charges, measure, () => NOTES) };
  },
};
