import { OWN_SERVER } from "./instance.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";

const DEFAULTS = "wasmcloud-runtime 0.12.0, what a host allows by default; its operator may allow more";

/** Hosts of wasmCloud on servers of one's own: nobody sells it by the request. */
export const wasmCloud = platformOfTraits({
  ...OWN_SERVER,
  id: "wasmcloud",
  title: "wasmCloud on your own server",
  code: "wasm",
  runtime: "Wasmtime",
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 256, source: DEFAULTS },
    vcpus: { most: 1, source: "a component has no threads" },
    deployedBytes: { most: 50 << 20, counted: "as it is", source: DEFAULTS },
  },
});
