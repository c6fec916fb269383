/** What of an option no draw changes: sizes, the shape of its service times, its queue, its cold starts. */

import type { QueueLoad } from "../capacity/erlang.js";
import { minServers, waitingQuantile } from "../capacity/min-servers.js";
import { coldShareTable } from "../cold-starts/cold-share.js";
import { ownColdShare } from "../cold-starts/own-share.js";
import { centre } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { batchingShape } from "./batching.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";
import type { DecisionOption } from "./options.js";
import { type ColdShare, memoryMbOf, type Queueing, type RequestShape } from "./request.js";

const QUANTILE = 0.99;

export function requestShape(
  option: DecisionOption,
  evidence: WorkloadEvidence,
  scenario: Pick<Scenario, "arrivals" | "peakToMean" | "p99SloMs" | "batchWindowMs">,
  ownArrivalsMs?: Float64Array,
): RequestShape {
  const { target, platform } = option;
  const memoryMb = memoryMbOf(memoryBytesOf(option));
  // An edge device has the code in its image, and fetches models alone.
  const code = platform.reach === "browser" ? target.code : null;
  const slots = slotsOf(option, memoryMb);
  return {
    option,
    wallMs: target.wallMs.value,
    coldMs: target.coldMs.value,
    tail: tailOf(target),
    memoryMb,
    requestBytes: evidence.requestBytes,
    responseBytes: evidence.responseBytes,
    downloadBytes: platform.onDevice ? evidence.modelBytes + (code?.bytes ?? 0) : 0,
    codeBytes: code?.bytes ?? 0,
    codeFiles: code?.files ?? 0,
    slots,
    batching: batchingShape(option, slots, scenario),
    onCores: target.gpu === null ? 1 : 1 - target.bucketShares.compute,
    queueing: queueingOf(target),
    coldShare: ownArrivalsMs ? ownShareOf(ownArrivalsMs, target.wallMs.value) : coldShareOf(scenario),
    flatCold: scenario.arrivals === "flat" && ownArrivalsMs === undefined,
    sloMs: scenario.p99SloMs,
  };
}

/** A platform with a runtime of its own counts the module's memory, and not what a runtime took on the machine that was measured. */
function memoryBytesOf({ target, platform }: DecisionOption): number | null {
  return platform.runtime === null ? target.peakRssBytes : (target.linearMemoryBytes ?? target.peakRssBytes);
}

/** Requests that one reserved instance works on at once: as many as its cores and its memory hold, and one on each GPU. */
function slotsOf({ target, platform }: DecisionOption, memoryMb: number): number {
  if (!platform.sharesServer) return 1;
  const { vcpus, memoryMb: memory } = platform.limits;
  const byCores = vcpus === null ? 1 : Math.floor(vcpus.most / target.threads);
  const byMemory = memory === null || memoryMb === 0 ? byCores : Math.floor(memory.most / memoryMb);
  const byGpu = target.gpu === null ? byCores : (platform.gpu?.count ?? 1);
  return Math.max(1, Math.min(byCores, byMemory, byGpu));
}

/** 99th percentile of the measured times over their median; 1 where none were measured, which the gates say. */
function tailOf({ shape }: TargetEvidence): number {
  return shape.length === 0
    ? 1
    : Math.max(1, shape[Math.min(shape.length - 1, Math.floor(QUANTILE * shape.length))]!);
}

/** Poisson arrivals, and the measured variation of the service times; exponential where nothing was measured. */
export function serviceCv2({ shape }: TargetEvidence): number {
  if (shape.length < 2) return 1;
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  const variance = shape.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (shape.length - 1);
  return variance / mean ** 2;
}

function queueingOf(target: TargetEvidence): Queueing {
  const load: { -readonly [K in keyof QueueLoad]: QueueLoad[K] } = {
    ratePerSecond: 0,
    serviceMs: 0,
    serviceCv2: serviceCv2(target),
    arrivalCv2: 1,
  };
  // One object for all draws: this is asked tens of thousands of times per answer.
  const at = (ratePerSecond: number, serviceMs: number) => {
    load.ratePerSecond = ratePerSecond;
    load.serviceMs = serviceMs;
    return load;
  };
  return {
    workers: (rate, serviceMs, waitMs) => minServers(at(rate, serviceMs), waitMs, QUANTILE),
    waitP99Ms: (workers, rate, serviceMs) => waitingQuantile(workers, at(rate, serviceMs), QUANTILE),
  };
}

/** A flip search prepares the same options hundreds of times; the pool is simulated once. */
const ownShares = new WeakMap<Float64Array, Map<number, ColdShare>>();

function ownShareOf(arrivalsMs: Float64Array, serviceMs: number): ColdShare {
  const known = ownShares.get(arrivalsMs) ?? new Map<number, ColdShare>();
  ownShares.set(arrivalsMs, known);
  let share = known.get(serviceMs);
  if (share === undefined) {
    const byKeepAlive = ownColdShare(arrivalsMs, serviceMs);
    share = (_rate, keepAliveMs) => byKeepAlive(keepAliveMs);
    known.set(serviceMs, share);
  }
  return share;
}

/** One table per pattern and peak, shared by all options and kept between answers. */
const tables = new Map<string, ColdShare>();

function coldShareOf({ arrivals, peakToMean }: Pick<Scenario, "arrivals" | "peakToMean">): ColdShare {
  if (arrivals === "flat") return () => 0;
  const peak = centre(peakToMean);
  const key = `${arrivals}/${arrivals === "diurnal" ? peak : ""}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = coldShareTable(arrivals, peak);
    if (tables.size > 50) tables.clear();
    tables.set(key, table);
  }
  return table;
}
