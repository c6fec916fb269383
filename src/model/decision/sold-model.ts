/** A model that is sold by the token, as something to choose: it has a price, and neither times nor memory of one's own. */
import type { SoldModel } from "../cost/platforms/traits.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";

const UNKNOWN = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** Whether a request of the workload is a prompt and an answer, which such a model could give. */
export const speaks = ({ targets }: Pick<WorkloadEvidence, "targets">): boolean =>
  targets.some(({ tokens }) => tokens !== null);

/** @param statedP99Ms what the reader states of its latency; null: nothing is known */
export function soldTarget({ id, title }: SoldModel, statedP99Ms: number | null): TargetEvidence {
  return {
    target: id,
    title,
    port: "native",
    course: "call",
    reach: ["server"],
    threads: 1,
    glue: null,
    code: null,
    standalone: null,
    places: ["server"],
    deployed: null,
    linearMemoryBytes: null,
    basis: "bought",
    wallMs: UNKNOWN,
    ratio: null,
    like: null,
    flags: [],
    bucketShares: { interpreter: 0, compute: 0, io: 0 },
    shape: [],
    tail: { state: statedP99Ms === null ? "unknown" : "stated" },
    coldMs: UNKNOWN,
    peakRssBytes: null,
    cpuPerWall: 0,
    outputAgrees: null,
    clientsNeed: null,
    gpu: null,
    batches: null,
    tokens: null,
  };
}
