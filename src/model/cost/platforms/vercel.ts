import { sizeInGb } from "../instance-size.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { ON_DEMAND } from "./traits.js";

const LIMITS_PAGE = "Vercel, Functions limits, 2026-08-24";

/** Functions on Fluid compute: CPU time alone is paid as CPU; memory until the last of an instance's requests is answered. */
export const vercel = platformOfTraits({
  ...ON_DEMAND,
  id: "vercel",
  title: "Vercel Functions",
  bills:
    "Each invocation; CPU time, without waiting; and memory until the last request of an instance is answered, shared by those that wait.",
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 4096, source: LIMITS_PAGE },
    vcpus: { most: 2, source: "Vercel, Functions, memory and CPU" },
    wallMs: { most: 800_000, source: LIMITS_PAGE },
    deployedBytes: {
      most: 500e6,
      counted: "as it is",
      source: "Vercel changelog, Python functions; others end at 250 MB",
    },
  },
  traits: {
    ...ON_DEMAND.traits,
    charges: [
      { label: "Invocations", price: "vercel.functions.requests" },
      { label: "Active CPU", price: "vercel.functions.cpu" },
      { label: "Memory", price: "vercel.functions.memory" },
    ],
    concurrency: 1000,
    sizes: [sizeInGb(1, 2), sizeInGb(2, 4)],
  },
  notes: ["The seat of a plan, and the bytes of responses, are billed apart"],
});
