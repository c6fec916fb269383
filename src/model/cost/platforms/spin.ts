import { meterOf } from "../meter.js";
import { pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import type { Platform } from "./platform.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Akamai Functions, quotas and limits of its public preview, as of 2026-09";
const NOTES = [
  "Akamai publishes no price of its functions: whatever it bills besides requests is not counted",
];

/** Fermyon's hosted Spin, which Akamai sells as Akamai Functions. */
export const spin: Platform = {
  id: "spin",
  title: "Spin on Akamai Functions",
  bills: "Each request, at the price that you were given; Akamai publishes none.",
  ...EDGE_FUNCTION,
  basis: "requests",
  code: "wasm",
  runtime: "Wasmtime",
  limits: {
    memoryMb: { most: 128, source: LIMITS_PAGE },
    vcpus: { most: 1, source: "a component has no threads" },
    cpuMs: null,
    wallMs: { most: 30_000, source: LIMITS_PAGE },
    initMs: null,
    deployedBytes: { most: 50 << 20, counted: "as it is", source: LIMITS_PAGE },
  },
  priceIds: ["own.spin.requests"],
  compile: (book, options) => {
    const found = pricesOf(book, { requests: "own.spin.requests" }, options);
    if (found.state === "unpriced") return found;
    const charges = [{ label: "Requests", meter: meterOf(found.prices.requests) }];
    const measure = ({ requests }: Readonly<MonthlyUsage>, amounts: Float64Array) => {
      amounts[0] = requests;
    };
    return { state: "priced", pricer: pricerOf(charges, measure, () => NOTES) };
  },
};
