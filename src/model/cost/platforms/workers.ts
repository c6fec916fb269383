import { platformOfTraits } from "./of-traits.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Cloudflare Workers limits page, read 2026-08-03";
const NOTES = [
  "The price sheet does not speak of the time that a Worker takes to start; none is billed here",
];

export const workers = platformOfTraits({
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
  traits: {
    ...EDGE_FUNCTION.traits,
    charges: [
      { label: "Plan", price: "cloudflare.workers.plan" },
      { label: "Requests", price: "cloudflare.workers.requests" },
      { label: "CPU time", price: "cloudflare.workers.cpu" },
    ],
  },
  notes: NOTES,
});
