import { meterOf } from "../meter.js";
import { pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import type { Platform } from "./platform.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Fastly, Compute resource limits, 2026-06-04";
const NOTES = [
  "Delivery of the responses is billed by Fastly apart, by the byte; no price of it is in the book",
];

export const fastly: Platform = {
  id: "fastly",
  title: "Fastly Compute",
  bills: "Each request, and vCPU time; waiting is free.",
  ...EDGE_FUNCTION,
  // Its JavaScript runs in an engine that is itself Wasm and cannot start Wasm, as an engine for models would have to.
  code: "wasm",
  runtime: "Wasmtime",
  limits: {
    memoryMb: { most: 128, source: LIMITS_PAGE },
    vcpus: { most: 1, source: "an instance is one Wasm instance without threads" },
    cpuMs: { most: 50, source: LIMITS_PAGE },
    wallMs: { most: 120_000, source: LIMITS_PAGE },
    initMs: null,
    deployedBytes: {
      most: 100e6,
      counted: "after gzip",
      source: "Fastly, Compute resource limits, 2025-10-09; its command counts the archive",
    },
  },
  priceIds: ["fastly.compute.requests", "fastly.compute.cpu"],
  compile: (book, options) => {
    const found = pricesOf(book, { requests: "fastly.compute.requests", cpu: "fastly.compute.cpu" }, options);
    if (found.state === "unpriced") return found;
    const { requests, cpu } = found.prices;
    const charges = [
      { label: "Requests", meter: meterOf(requests) },
      { label: "CPU time", meter: meterOf(cpu) },
    ];
    const measure = ({ requests, cpuMs }: Readonly<MonthlyUsage>, amounts: Float64Array) => {
      amounts[0] = requests;
      amounts[1] = requests * cpuMs;
    };
    return { state: "priced", pricer: pricerOf(charges, measure, () => NOTES) };
  },
};
