/** A model that is sold by the token, as something to choose: it has a price, and neither times nor memory of one's own. */
import type { SoldModel } from "../cost/platforms/traits.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";

const UNKNOWN = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** Whether a request of the workload is a prompt and an answer, which such a model could give. */
export const speaks = ({ targets }: Pick<WorkloadEvidence, "targets">): boolean =>
  targets.some(({ tokens }) => tokens !== null);

/** What is stated of its latency: by the scenario, else by who describes its platform; null: nothing is known. */
export const statedP99Of = (model: SoldModel, apiP99Ms: number | null): number | null =>
  apiP99Ms ?? model.p99Ms ?? null;

/** @param apiP99Ms the scenario's */
export function soldTarget(model: SoldModel, apiP99Ms: number | null): TargetEvidence {
  const { id, title } = model;
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
    tail: { state: statedP99Of(model, apiP99Ms) === null ? "unknown" : "stated" },
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
