import { sizeInGb } from "../instance-size.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { ON_DEMAND } from "./traits.js";

const FLEX_PAGE = "Microsoft, Azure Functions, Flex Consumption plan";
const CONTAINERS_PAGE = "Microsoft, Azure Container Apps, containers in the Consumption plan";
const NO_EGRESS = "Responses that leave Azure are billed apart, by the byte; no price of that is in the book";

export const azureFunctions = platformOfTraits({
  ...ON_DEMAND,
  id: "azure-functions",
  title: "Azure Functions, Flex Consumption",
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 4096, source: FLEX_PAGE },
    vcpus: { most: 2, source: `${FLEX_PAGE}; CPU comes in proportion to memory` },
  },
  traits: {
    ...ON_DEMAND.traits,
    charges: [
      { label: "Executions", price: "azure.functions.executions", free: "azure.functions.free.executions" },
      { label: "Execution time", price: "azure.functions.duration", free: "azure.functions.free.duration" },
    ],
    // Only while functions execute; a start is not billed.
    time: ["serving"],
    stepMs: 100,
    leastMs: 1000,
    concurrency: 1000,
    sizes: [sizeInGb(0.25, 0.5), sizeInGb(1, 2), sizeInGb(2, 4)],
  },
  notes: [
    "The least of 1,000 ms is counted for each request; Microsoft may count it once for those that follow each other on an instance",
    NO_EGRESS,
  ],
});

/** The Consumption plan, scaled to zero. Where a replica is always kept, idle ones cost less: that is not this bill. */
export const azureContainerApps = platformOfTraits({
  ...ON_DEMAND,
  id: "azure-container-apps",
  title: "Azure Container Apps",
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 8192, source: CONTAINERS_PAGE },
    vcpus: { most: 4, source: CONTAINERS_PAGE },
  },
  traits: {
    ...ON_DEMAND.traits,
    charges: [
      { label: "Requests", price: "azure.containers.requests", free: "azure.containers.free.requests" },
      { label: "vCPUs", price: "azure.containers.cpu", free: "azure.containers.free.cpu" },
      { label: "Memory", price: "azure.containers.memory", free: "azure.containers.free.memory" },
    ],
    time: ["serving", "starting", "idle"],
    concurrency: 1000,
    // The cool-down after which the last replica goes, unless a revision says otherwise.
    keepAliveMs: 300_000,
    sizes: Array.from({ length: 16 }, (_, i) => sizeInGb((i + 1) / 4, (i + 1) / 2)),
  },
  notes: [NO_EGRESS],
});
