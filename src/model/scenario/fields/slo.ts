import { formatMs, usdText } from "../../format.js";
import type { Field } from "../field.js";

export const SLO = [
  {
    id: "p99SloMs",
    kind: "limit",
    group: "slo",
    unit: "ms",
    least: 0.01,
    most: 3_600_000,
    byDefault: 500,
    label: "p99 at most",
    phrase: (x) => `a p99 limit of ${formatMs(x)}`,
    help: "Latency that 99 of 100 requests must keep, at the peak, queueing included.",
    source: "assumption",
  },
  {
    id: "coldSloMs",
    kind: "limit",
    group: "slo",
    unit: "ms",
    least: 0.01,
    most: 3_600_000,
    byDefault: null,
    label: "Cold request at most",
    phrase: (x) => `a limit of ${formatMs(x)} on a cold request`,
    help: "From spawn to first result, for a request that meets no warm instance; on a device, for a new client’s first request, download included.",
    source: "assumption",
  },
  {
    id: "budgetUsdPerMonth",
    kind: "limit",
    group: "slo",
    unit: "$ a month",
    least: 0.01,
    most: 1e9,
    byDefault: null,
    label: "Budget",
    phrase: (x) => `a budget of ${usdText(x)} a month`,
    help: "Platform bill a month that may not be exceeded.",
    source: "assumption",
  },
] as const satisfies readonly Field[];
