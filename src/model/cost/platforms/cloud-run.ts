import { sizeInGb } from "../instance-size.js";
import { platformOfTraits } from "./of-traits.js";
import { ON_DEMAND } from "./traits.js";

const LIMITS_PAGE = "Google Cloud, Cloud Run quotas and limits, and its memory limits";

/** Cloud Run services with request-based billing: CPU is there while a request is, and paid for as long. */
export const cloudRun = platformOfTraits({
  ...ON_DEMAND,
  id: "cloud-run",
  title: "Google Cloud Run",
  limits: {
    memoryMb: { most: 32 * 1024, source: LIMITS_PAGE },
    vcpus: { most: 8, source: LIMITS_PAGE },
    cpuMs: null,
    wallMs: { most: 3_600_000, source: LIMITS_PAGE },
    initMs: { most: 240_000, source: "Google Cloud, Cloud Run, default time-out of the startup probe" },
    deployedBytes: null,
  },
  traits: {
    ...ON_DEMAND.traits,
    charges: [
      { label: "Requests", price: "gcp.run.requests", free: "gcp.run.free.requests" },
      { label: "vCPUs", price: "gcp.run.cpu", free: "gcp.run.free.cpu" },
      { label: "Memory", price: "gcp.run.memory", free: "gcp.run.free.memory" },
      { label: "Responses sent to the internet", price: "gcp.egress" },
    ],
    stepMs: 100,
    concurrency: 1000,
    sizes: [
      sizeInGb(1, 0.5, 4, 1 / 1024),
      sizeInGb(2, 0.5, 8, 1 / 1024),
      sizeInGb(4, 2, 16, 1 / 1024),
      sizeInGb(6, 4, 24, 1 / 1024),
      sizeInGb(8, 4, 32, 1 / 1024),
    ],
  },
  notes: [],
});
