import { priceAt } from "../../prices/price-at.js";
import { DELIVERY_PRICES, deliveryCharges, measureDelivery } from "../delivery.js";
import { meterOf } from "../meter.js";
import { type Charge, pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import { NO_LIMITS } from "./limits.js";
import type { Platform } from "./platform.js";

const JOULES_PER_KWH = 3_600_000;

export const edgeDevice: Platform = {
  id: "edge-device",
  title: "Edge devices",
  bills: "The energy of each request, the bytes of new models, and the devices where you give their price.",
  waiting: "free",
  reach: "edge",
  code: "any",
  runtime: null,
  onDevice: true,
  scalesToZero: true,
  reserved: false,
  sharesServer: false,
  architecture: null,
  gpu: null,
  limits: NO_LIMITS,
  priceIds: ["energy", "own.device", "aws.cloudfront.bytes", "aws.cloudfront.requests"],
  compile: (book, options) => {
    const found = pricesOf(book, { energy: "energy", ...DELIVERY_PRICES }, options);
    if (found.state === "unpriced") return found;
    const device = priceAt(book, "own.device", options);
    const charges: Charge[] = [
      { label: "Energy", meter: meterOf(found.prices.energy) },
      ...deliveryCharges(found.prices, options.freeTier ?? false),
    ];
    if (device.state === "found") charges.push({ label: "Devices", meter: meterOf(device.price) });
    const measure = (usage: Readonly<MonthlyUsage>, amounts: Float64Array) => {
      amounts[0] = (usage.requests * usage.joulesPerRequest) / JOULES_PER_KWH;
      measureDelivery(usage, amounts, 1);
      amounts[3] = usage.devices;
    };
    const notes = [
      "Energy of idle devices is not counted: they are taken to be on anyway",
      ...(device.state === "missing"
        ? [`The devices themselves are not in this bill: ${device.reason}`]
        : []),
    ];
    return { state: "priced", pricer: pricerOf(charges, measure, () => notes) };
  },
};
