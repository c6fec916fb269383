import { meterOf } from "../meter.js";
import { pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import type { Platform } from "./platform.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Cloudflare Workers limits page, read 2026-08-03";
const NOTES = [
  "The price sheet does not speak of the time that a Worker takes to start; none is billed here",
];

export const workers: Platform = {
  id: "workers",
  title: "Cloudflare Workers",
  bills: "A monthly plan, each request, and CPU time; waiting and responses are free.",
  ...EDGE_FUNCTION,
  code: "wasm-and-js",
  // V8 as in Node, with what of WASI a module asks for written in JavaScript.
  runtime: "node:wasi",
  limits: {
    memoryMb: { most: 128, source: LIMITS_PAGE },
    vcpus: { most: 1, source: "a Worker is one V8 isolate without threads" },
    cpuMs: { most: 300_000, source: LIMITS_PAGE },
    wallMs: null,
    initMs: { most: 1000, source: LIMITS_PAGE },
    // On every plan; until then 3 MB, or 10 MB on a paid plan, after gzip.
    deployedBytes: {
      most: 64 << 20,
      counted: "as it is",
      source: "Cloudflare changelog, 2026-09-04",
    },
  },
  priceIds: ["cloudflare.workers.plan", "cloudflare.workers.requests", "cloudflare.workers.cpu"],
  compile: (book, options) => {
    const found = pricesOf(
      book,
      {
        plan: "cloudflare.workers.plan",
        requests: "cloudflare.workers.requests",
        cpu: "cloudflare.workers.cpu",
      },
      options,
    );
    if (found.state === "unpriced") return found;
    const { plan, requests, cpu } = found.prices;
    const charges = [
      { label: "Plan", meter: meterOf(plan) },
      { label: "Requests", meter: meterOf(requests) },
      { label: "CPU time", meter: meterOf(cpu) },
    ];
    const measure = ({ requests, cpuMs }: Readonly<MonthlyUsage>, amounts: Float64Array) => {
      amounts[0] = 1;
      amounts[1] = requests;
      amounts[2] = requests * cpuMs;
    };
    return { state: "priced", pricer: pricerOf(charges, measure, () => NOTES) };
  },
};
