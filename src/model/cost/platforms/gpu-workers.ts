import { MB_PER_GB } from "../instance-size.js";
import { type Gpu, NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { ON_DEMAND, type TraitPlatform } from "./traits.js";

const H100: Gpu = { name: "NVIDIA H100", count: 1, memoryGb: 80 };
const L4: Gpu = { name: "NVIDIA L4", count: 1, memoryGb: 24 };

/** Started as requests come, and paid for from start to stop: idle until its time-out, too. */
const WORKER = {
  ...ON_DEMAND,
  limits: NO_LIMITS,
  notes: ["Disks and the bytes of responses are billed apart"],
  traits: { ...ON_DEMAND.traits, time: ["serving", "starting", "idle"], rounded: "instance" },
} as const satisfies Partial<TraitPlatform>;

const CORES = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64].map((vcpus) => ({
  vcpus,
  leastMb: 128,
  mostMb: 336 * MB_PER_GB,
  stepMb: 1,
}));

/** Containers of Modal, without a GPU and with one; the idle time-out is its default. */
export const modal = [null, H100, L4].map((gpu) =>
  platformOfTraits({
    ...WORKER,
    id: idOf("modal", gpu),
    title: `Modal${gpu ? `, ${gpu.name}` : ""}`,
    gpu,
    traits: {
      ...WORKER.traits,
      charges: [
        ...(gpu ? [{ label: "GPU", price: idOf("modal", gpu).replace("-", ".") }] : []),
        { label: "Cores", price: "modal.cpu" },
        { label: "Memory", price: "modal.memory" },
      ],
      keepAliveMs: 60_000,
      // An eighth of a core is the least.
      sizes: CORES,
    },
    notes: [
      ...WORKER.notes,
      "A busy thread is given a physical core, which is two vCPUs: half of one may do",
    ],
  }),
);

/** Flex workers of RunPod's serverless endpoints; the idle time-out is its default. */
export const runPod = [H100, L4].map((gpu) =>
  platformOfTraits({
    ...WORKER,
    id: idOf("runpod", gpu),
    title: `RunPod serverless, ${gpu.name}`,
    gpu,
    traits: {
      ...WORKER.traits,
      charges: [{ label: "Workers", price: idOf("runpod", gpu).replace("-", ".") }],
      stepMs: 1000,
      keepAliveMs: 5000,
    },
  }),
);

function idOf(seller: string, gpu: Gpu | null): string {
  return gpu ? `${seller}-${gpu.name.replace("NVIDIA ", "").toLowerCase()}` : seller;
}
