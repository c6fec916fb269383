import { platformOfTraits } from "./of-traits.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Fastly, Compute resource limits, 2026-06-04";
const NOTES = [
  "Delivery of the responses is billed by Fastly apart, by the byte; no price of it is in the book",
];

export const fastly = platformOfTraits({
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
  traits: {
    ...EDGE_FUNCTION.traits,
    charges: [
      { label: "Requests", price: "fastly.compute.requests" },
      { label: "CPU time", price: "fastly.compute.cpu" },
    ],
  },
  notes: NOTES,
});
