import { platformOfTraits } from "./of-traits.js";
import { EDGE_FUNCTION } from "./traits.js";

const LIMITS_PAGE = "Akamai Functions, quotas and limits of its public preview, as of 2026-09";
const NOTES = [
  "Akamai publishes no price of its functions: whatever it bills besides requests is not counted",
];

/** Fermyon's hosted Spin, which Akamai sells as Akamai Functions. */
export const spin = platformOfTraits({
  id: "spin",
  title: "Spin on Akamai Functions",
  bills: "Each request, at the price that you were given; Akamai publishes none.",
  ...EDGE_FUNCTION,
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
  traits: {
    ...EDGE_FUNCTION.traits,
    charges: [{ label: "Requests", price: "own.spin.requests" }],
  },
  notes: NOTES,
});
