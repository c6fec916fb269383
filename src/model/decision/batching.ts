/** A reserved option whose server gathers requests into batches: from what was measured of batches to servers and latencies. */
import { type BatchCurve, serviceBySize, upTo } from "../capacity/batch-curve.js";
import { BatchedInstance, fewestInstances } from "../capacity/batched-instance.js";
import type { Platform } from "../cost/platforms/platform.js";
import { ends } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { waitsAtServer } from "./can-serve.js";
import type { BatchEvidence, TargetEvidence } from "./evidence.js";
import type { DecisionOption } from "./options.js";

/** What no draw changes. */
export interface BatchingShape {
  readonly instance: BatchedInstance;
  /** Of a single request when it was simulated: another is that many times as long, and so is all else. */
  readonly simulatedMs: number;
}

/** What a draw makes of it; one object, filled again for every draw. */
export interface BatchedLoad {
  servers: number;
  p50Ms: number;
  p99Ms: number;
  /** Busy share of the workers at the peak. */
  utilisation: number;
  /** Mean requests in a batch. */
  meanBatch: number;
}

/**
 * Whether its requests may wait for company at a server. A language model's batch is of tokens, which requests join and leave
 * (`serving-view.ts`), and none of whole requests.
 */
export const canBatch = ({
  platform,
  target,
}: {
  readonly platform: Pick<Platform, "reserved" | "spillsOver" | "onDevice">;
  readonly target: Pick<TargetEvidence, "batches" | "tokens">;
}): boolean => waitsAtServer(platform) && target.batches !== null && target.tokens === null;

/** @returns null where the scenario allows no batch, or nothing was measured of them that its GPU's memory holds */
export function batchingShape(
  option: DecisionOption,
  workers: number,
  { batchWindowMs }: Pick<Scenario, "batchWindowMs">,
): BatchingShape | null {
  if (ends(batchWindowMs)[1] === 0 || !canBatch(option)) return null;
  const { batches, shape } = option.target;
  const curve = curveOn(option);
  if (curve === null) return null;
  const most = curve.points.at(-1)!.batch;
  return {
    instance: instanceOf(batches!, curve, most, workers, scatterOf(shape)),
    simulatedMs: batches!.wallMs,
  };
}

/** The sizes that the platform's GPU has the memory for, where it is known what they take. */
export function curveOn({ target, platform }: DecisionOption): BatchCurve | null {
  const curve = target.batches?.curve ?? null;
  if (curve === null || target.gpu === null || platform.gpu === null) return curve;
  const most = platform.gpu.memoryGb * 1024 ** 3;
  const tooLarge = curve.points.findIndex(({ deviceMemoryBytes }) => (deviceMemoryBytes ?? 0) > most);
  if (tooLarge < 0) return curve;
  return tooLarge === 0 ? null : upTo(curve, curve.points[tooLarge - 1]!.batch);
}

/** How single calls scatter about their median; not at all where none were timed. */
export const scatterOf = (shape: readonly number[]): readonly number[] => (shape.length === 0 ? [1] : shape);

/** A search asks for the same instance hundreds of times; it is simulated once. */
const instances = new WeakMap<BatchCurve, Map<string, BatchedInstance>>();

function instanceOf(
  { curve: whole, glueMs }: BatchEvidence,
  curve: BatchCurve,
  most: number,
  workers: number,
  scatter: readonly number[],
): BatchedInstance {
  const known = instances.get(whole) ?? new Map<string, BatchedInstance>();
  instances.set(whole, known);
  const key = `${workers}/${most}`;
  let instance = known.get(key);
  if (instance === undefined) {
    instance = new BatchedInstance({ workers, scatter, serviceMs: serviceBySize(curve, glueMs) });
    known.set(key, instance);
  }
  return instance;
}

/**
 * Fills `into`. Time is counted in the measured request's: where a server takes twice as long, so does every batch, and the same
 * window is half as long to it. Waiting on others keeps a worker once a batch, and every request once.
 *
 * @param singleMs what a single request takes in this draw, without waiting on others
 * @param limitMs of the p99, ms; null for none: then a request waits for the batch before its own at most
 */
export function batchedLoad(
  { instance, simulatedMs }: BatchingShape,
  ratePerSecond: number,
  singleMs: number,
  waitMs: number,
  windowMs: number,
  limitMs: number | null,
  into: BatchedLoad,
): void {
  const factor = singleMs / simulatedMs + waitMs / instance.fullBatchMs;
  const window = windowMs / factor;
  const rate = ratePerSecond * factor;
  const limit = limitMs === null ? window + 2 * instance.fullBatchMs : (limitMs - waitMs) / factor;
  into.servers = fewestInstances(instance, rate, window, "p99", limit);
  const load = rate / into.servers / instance.capacityPerSecond;
  into.p50Ms = instance.at("p50", load, window) * factor + waitMs;
  into.p99Ms = instance.at("p99", load, window) * factor + waitMs;
  into.utilisation = instance.at("utilisation", load, window);
  into.meanBatch = instance.at("meanBatch", load, window);
}
