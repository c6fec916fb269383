/** What of an option no draw changes: sizes, the shape of its service times, its queue, its cold starts. */

import type { QueueLoad } from "../capacity/erlang.js";
import { minServers, waitingQuantile } from "../capacity/min-servers.js";
import { type PoolTable, poolTable } from "../cold-starts/cold-share.js";
import { ownPool } from "../cold-starts/own-pool.js";
import { centre } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { batchingShape } from "./batching.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";
import type { DecisionOption } from "./options.js";
import { memoryMbOf, type PoolOfRate, type Queueing, type RequestShape } from "./request.js";
import { statedP99Of } from "./sold-model.js";

const QUANTILE = 0.99;

type Conditions = Pick<
  Scenario,
  | "arrivals"
  | "peakToMean"
  | "p99SloMs"
  | "apiP99Ms"
  | "batchWindowMs"
  | "serverTimeFactor"
  | "upstreamWaitMs"
>;

export function requestShape(
  option: DecisionOption,
  evidence: WorkloadEvidence,
  scenario: Conditions,
  ownArrivalsMs?: Float64Array,
): RequestShape {
  const { target, platform } = option;
  const perInstance = perInstanceOf(option, scenario);
  const memoryMb = memoryMbOf(memoryBytesOf(option));
  // An edge device has the code in its image, and fetches models alone.
  const code = platform.reach === "browser" ? target.code : null;
  const slots = slotsOf(option, memoryMb);
  const today = evidence.targets.find((one) => one.target === evidence.baseline) ?? target;
  const own = platform.sells ? today : target;
  return {
    option,
    wallMs: own.wallMs.value,
    tokens: own.tokens,
    statedP99Ms: platform.sells ? statedP99Of(platform.sells, scenario.apiP99Ms) : null,
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
    perInstance,
    pool: ownArrivalsMs ? ownPoolOf(ownArrivalsMs, target.wallMs.value) : poolOf(scenario, perInstance),
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

/**
 * Requests that share an instance which is started as they come: a setting that is made once, so that as many wait
 * while one computes as measured.
 */
function perInstanceOf(
  { target, platform }: DecisionOption,
  { serverTimeFactor, upstreamWaitMs }: Conditions,
): number {
  if (platform.concurrency === undefined) return 1;
  const workMs = target.wallMs.value * centre(serverTimeFactor);
  const cpuMs = workMs * target.cpuPerWall;
  const atOnce = Math.floor((target.threads * (workMs + centre(upstreamWaitMs))) / Math.max(cpuMs, 1e-9));
  return Math.max(1, Math.min(platform.concurrency, atOnce));
}

/** A flip search prepares the same options hundreds of times; the pool is simulated once. */
const ownPools = new WeakMap<Float64Array, Map<number, PoolOfRate>>();

/** It is simulated with one request at a time: what would share an instance is not counted. */
function ownPoolOf(arrivalsMs: Float64Array, serviceMs: number): PoolOfRate {
  const known = ownPools.get(arrivalsMs) ?? new Map<number, PoolOfRate>();
  ownPools.set(arrivalsMs, known);
  let pool = known.get(serviceMs);
  if (pool === undefined) {
    const own = ownPool(arrivalsMs, serviceMs);
    pool = {
      coldShare: (_rate, keepAliveMs) => own.coldShare(keepAliveMs),
      busy: (rate, _keepAliveMs, ms) => (rate * ms) / 1000,
      idle: (rate, keepAliveMs) => (rate * own.idleMs(keepAliveMs)) / 1000,
    };
    known.set(serviceMs, pool);
  }
  return pool;
}

const MOST_TABLES = 50;

/** One table per pattern, peak and sharing, shared by all options and kept between answers. */
const tables = new Map<string, PoolTable>();

function poolOf({ arrivals, peakToMean }: Conditions, perInstance: number): PoolOfRate {
  const peak = centre(peakToMean);
  // A flat share is stated; how many instances there are follows from independent arrivals.
  const pattern = arrivals === "flat" ? "poisson" : arrivals;
  const tableOf = (what: keyof PoolOfRate): PoolTable => {
    const key = `${what}/${pattern}/${pattern === "diurnal" ? peak : ""}/${perInstance}`;
    let table = tables.get(key);
    if (table === undefined) {
      table = poolTable(what, pattern, peak, perInstance);
      if (tables.size > MOST_TABLES) tables.clear();
      tables.set(key, table);
    }
    return table;
  };
  // Looked up once asked for: most platforms ask for cold starts alone.
  const lazily = (what: keyof PoolOfRate): PoolTable => {
    let table: PoolTable | undefined;
    return (rate, keepAliveMs, serviceMs) => {
      table ??= tableOf(what);
      return table(rate, keepAliveMs, serviceMs);
    };
  };
  return { coldShare: tableOf("coldShare"), busy: lazily("busy"), idle: lazily("idle") };
}
