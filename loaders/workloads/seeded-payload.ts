import { mulberry32, seedOf } from "../../src/model/random.ts";
import type { Workload, WorkloadSize } from "./workload.ts";

/** The request that is measured: its seed is the workload's and size's name. */
export const seededPayload = (workload: Workload<WorkloadSize>, size: WorkloadSize): Uint8Array =>
  workload.payload(size, mulberry32(seedOf(`${workload.id}/${size.id}`)));
