/** One request of an option, in numbers: from the measured time to what a platform is asked for in a month. */
import { erlangB } from "../capacity/erlang.js";
import { coldSpill, minWarmInstances, type OnDemandPool } from "../capacity/spill-over.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import type { MonthlyUsage } from "../cost/usage.js";
import { type TokenTimes, wallMsAt } from "../llm/token-times.js";
import { type BatchedLoad, type BatchingShape, batchedLoad } from "./batching.js";
import type { Draw } from "./draw.js";
import type { DecisionOption } from "./options.js";

const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600;
const BYTES_PER_MB = 1024 * 1024;
/** Room above the measured peak, since a peak is a sample too. An assumption, as in `cost/lambda-memory.ts`. */
const HEADROOM = 1.25;
/** Where more than this share of the requests is cold, the 99th percentile is a cold request. */
export const P99 = 0.01;

/** Queueing of one target: how many requests are worked on at once, and how long the unlucky wait. */
export interface Queueing {
  /** Fewest parallel workers whose 99th percentile of waiting is at most `waitMs`; Infinity where none is enough. */
  workers(ratePerSecond: number, serviceMs: number, waitMs: number): number;
  /** 99th percentile of waiting with that many, ms; Infinity where the load exceeds them. */
  waitP99Ms(workers: number, ratePerSecond: number, serviceMs: number): number;
}

/** Instances that are started as requests come: over the rate, how long an idle one is kept, and a request's time. */
export interface PoolOfRate {
  /** Share of requests that meet a cold instance, 0 to 1. */
  coldShare(ratePerSecond: number, keepAliveMs: number, serviceMs: number): number;
  /** Instances that have a request, on average; one request at a time where requests don't share them. */
  busy(ratePerSecond: number, keepAliveMs: number, serviceMs: number): number;
  /** Instances that are kept without one, on average. */
  idle(ratePerSecond: number, keepAliveMs: number, serviceMs: number): number;
}

/** Everything of an option that no draw changes. */
export interface RequestShape {
  readonly option: DecisionOption;
  /** Median of a warm request; of a model that is sold, today's program's, of which a small model's is a share. */
  readonly wallMs: number;
  /** What its tokens take; null for what is no language model. */
  readonly tokens: TokenTimes | null;
  /** What the reader states of an API; null: nothing is known. Of no account where an own program answers. */
  readonly statedP99Ms: number | null;
  readonly coldMs: number;
  /** 99th percentile of the warm times over their median. */
  readonly tail: number;
  readonly memoryMb: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** What a new client fetches, and the part of it that is code. */
  readonly downloadBytes: number;
  readonly codeBytes: number;
  readonly codeFiles: number;
  /** Requests that one reserved instance works on at once. */
  readonly slots: number;
  /** Null where its server takes requests one by one. */
  readonly batching: BatchingShape | null;
  /** Share of a request that passes on the server's cores, and so takes as long as these do; the rest is its GPU's. */
  readonly onCores: number;
  /** Requests that share an instance which is started as they come, at most. */
  readonly perInstance: number;
  readonly queueing: Queueing;
  readonly pool: PoolOfRate;
  readonly flatCold: boolean;
  /** p99 limit, ms; null for none. */
  readonly sloMs: number | null;
}

/** What a draw makes of it; one object, filled again for every draw. */
export interface RequestOutcome {
  usage: MonthlyUsage;
  p50Ms: number;
  p99Ms: number;
  coldMs: number;
  /** Busy share of the reserved workers at the peak; 0 where nothing is reserved. */
  utilisation: number;
  /** Mean requests in a batch that the server gathers; 1 where it takes them one by one. */
  meanBatch: number;
}

/** Instances that are started as requests come. One object, filled again for every draw. */
class DrawnPool implements OnDemandPool {
  #shape: RequestShape | null = null;
  #flatShare = 0;
  #keepAliveMs = 0;
  #serviceMs = 0;

  of(shape: RequestShape, draw: Draw, serviceMs: number): this {
    this.#shape = shape;
    this.#flatShare = draw.coldSharePercent / 100;
    this.#keepAliveMs = shape.option.platform.keepAliveMs ?? draw.keepAliveMinutes * 60_000;
    this.#serviceMs = serviceMs;
    return this;
  }

  coldShare(ratePerSecond: number): number {
    const { flatCold, pool } = this.#shape!;
    return flatCold ? this.#flatShare : pool.coldShare(ratePerSecond, this.#keepAliveMs, this.#serviceMs);
  }

  /** Requests that an instance has at once while it has any, on average. */
  sharing(ratePerSecond: number): number {
    const load = (ratePerSecond * this.#serviceMs) / 1000;
    return Math.max(1, load / this.#shape!.pool.busy(ratePerSecond, this.#keepAliveMs, this.#serviceMs));
  }

  idle(ratePerSecond: number): number {
    return this.#shape!.pool.idle(ratePerSecond, this.#keepAliveMs, this.#serviceMs);
  }
}

const onDemandPool = new DrawnPool();
const gathered: BatchedLoad = { servers: 0, p50Ms: 0, p99Ms: 0, utilisation: 0, meanBatch: 1 };

export function memoryMbOf(peakRssBytes: number | null): number {
  return peakRssBytes === null ? 0 : Math.ceil((peakRssBytes * HEADROOM) / BYTES_PER_MB);
}

/**
 * Fills `outcome`.
 *
 * A call answers `batchSize` requests: the share that is paid once is paid by all together. The device or server
 * factor scales the time of work, not the waiting on others. With a hybrid, the small model works first, on the
 * client; only what it cannot answer reaches the platform.
 *
 * @param timeFactor what this draw makes of the measured time's own uncertainty; 1 is the median
 */
export function requestOutcome(
  shape: RequestShape,
  draw: Draw,
  timeFactor: number,
  coldFactor: number,
  outcome: RequestOutcome,
): void {
  const { option, queueing } = shape;
  const { platform, target } = option;
  const { usage } = outcome;
  const core = platform.onDevice ? draw.deviceTimeFactor : draw.serverTimeFactor;
  const { onCores } = shape;
  const factor = (onCores === 1 ? core : 1 + (core - 1) * onCores) * timeFactor;
  const batch = platform.onDevice ? 1 : draw.batchSize;
  const once = draw.oncePerCallPercent / 100;
  const fullMs = shape.tokens === null ? shape.wallMs : wallMsAt(shape.wallMs, shape.tokens, draw);
  const single = fullMs * factor;
  const workMs = single * (once + (1 - once) * batch);
  const escalated = platform.onDevice ? 1 : 1 - draw.edgeAnsweredPercent / 100;
  const requests = draw.requestsPerMonth * escalated;
  const calls = requests / batch;
  const rate = calls / SECONDS_PER_MONTH;
  const callMs = workMs + draw.upstreamWaitMs;
  // A new client's first request waits for the download and then for the start.
  const downloadMs = platform.onDevice ? (shape.downloadBytes * 8) / 1000 / draw.downloadMbitPerSecond : 0;
  const coldMs = shape.coldMs * factor * coldFactor + downloadMs;

  usage.requests = calls;
  usage.wallMs = callMs;
  usage.cpuMs = workMs * target.cpuPerWall;
  usage.initMs = Math.max(0, coldMs - single);
  usage.memoryMb = shape.memoryMb;
  usage.vcpus = target.threads;
  usage.promptTokens = shape.tokens === null ? 0 : draw.promptTokens * batch;
  usage.answerTokens = shape.tokens === null ? 0 : draw.answerTokens * batch;
  usage.requestBytes = shape.requestBytes * batch;
  usage.responseBytes = shape.responseBytes * batch;
  usage.downloadBytes = shape.downloadBytes;
  usage.codeBytes = shape.codeBytes;
  usage.codeFiles = shape.codeFiles;
  usage.newClients = draw.newClientsPerMonth;
  usage.devices = draw.devices;
  usage.joulesPerRequest = (draw.deviceWatts * workMs) / 1000;
  usage.coldShare = 0;
  usage.onDemandShare = 0;
  usage.servers = 0;
  usage.sharing = 1;
  usage.idleSeconds = 0;

  const smallMs =
    draw.edgeAnsweredPercent > 0 && !platform.onDevice
      ? (fullMs * draw.deviceTimeFactor * timeFactor * draw.smallModelTimePercent) / 100
      : 0;
  // A batch starts when it is full: on average half of it is waited for, by the first of it all.
  const fillMs = batch > 1 ? ((batch - 1) * 1000) / Math.max(1e-9, rate * batch * draw.peakToMean) : 0;
  let p99Ms = workMs * shape.tail + draw.upstreamWaitMs + fillMs;
  let p50Ms = workMs + draw.upstreamWaitMs + fillMs / 2;
  outcome.utilisation = 0;
  outcome.meanBatch = 1;
  if (platform.sells) {
    // Whatever its times are, they are no measured ones; a cold start of it is its seller's, and in its p99.
    p50Ms = Number.NaN;
    p99Ms = (shape.statedP99Ms ?? Number.NaN) + draw.upstreamWaitMs;
    usage.wallMs = 0;
    usage.initMs = 0;
  } else if (platform.spillsOver) {
    const peak = rate * draw.peakToMean;
    const load = (peak * callMs) / 1000;
    const pool = onDemandPool.of(shape, draw, callMs);
    // Where even a cold request keeps the limit, one instance does; else as many as keep the p99 a warm request's.
    const coldKeeps = shape.sloMs !== null && p99Ms + usage.initMs + smallMs <= shape.sloMs;
    usage.servers = coldKeeps ? 1 : minWarmInstances(load, peak, pool, P99);
    const atPeak = erlangB(usage.servers, load);
    if (coldSpill(atPeak, peak, pool) > P99) p99Ms += usage.initMs;
    outcome.utilisation = (load * (1 - atPeak)) / usage.servers;
    // The limit is kept at the peak; the month is billed at its mean rate.
    usage.onDemandShare = erlangB(usage.servers, (rate * callMs) / 1000);
    usage.coldShare = coldSpill(usage.onDemandShare, rate, pool);
  } else if (shape.batching !== null && draw.batchWindowMs > 0 && batch === 1) {
    const limitMs = shape.sloMs === null ? null : shape.sloMs - smallMs;
    const { batchWindowMs, upstreamWaitMs } = draw;
    const peak = rate * draw.peakToMean;
    batchedLoad(shape.batching, peak, single, upstreamWaitMs, batchWindowMs, limitMs, gathered);
    usage.servers = gathered.servers;
    p50Ms = gathered.p50Ms;
    p99Ms = gathered.p99Ms;
    outcome.utilisation = gathered.utilisation;
    outcome.meanBatch = gathered.meanBatch;
  } else if (platform.reserved) {
    const peak = rate * draw.peakToMean;
    const roomMs = shape.sloMs === null ? callMs : Math.max(0, shape.sloMs - p99Ms - smallMs);
    const wanted = queueing.workers(peak, callMs, roomMs);
    // Where no number of servers keeps the limit, those that keep up with the load are paid for; the limit stays broken.
    const enough = Number.isFinite(wanted) ? wanted : Math.floor((peak * callMs) / 1000) + 1;
    usage.servers = Math.max(1, Math.ceil(enough / shape.slots));
    const workers = usage.servers * shape.slots;
    p99Ms += queueing.waitP99Ms(workers, peak, callMs);
    outcome.utilisation = (peak * callMs) / 1000 / workers;
  } else if (platform.onDevice) {
    const share = draw.devices > 0 ? (rate * draw.peakToMean) / draw.devices : 0;
    if (share * workMs >= 1000) p99Ms = Number.POSITIVE_INFINITY;
    usage.coldShare = Math.min(1, draw.newClientsPerMonth / draw.requestsPerMonth);
    if (usage.coldShare > P99) p99Ms += usage.initMs;
  } else {
    const pool = onDemandPool.of(shape, draw, callMs);
    usage.coldShare = pool.coldShare(rate);
    if (shape.perInstance > 1) usage.sharing = pool.sharing(rate);
    if (platform.paysIdle) usage.idleSeconds = pool.idle(rate) * SECONDS_PER_MONTH;
    if (usage.coldShare > P99) p99Ms += usage.initMs;
  }
  const escalates = escalated > P99;
  outcome.p50Ms = (escalated > 0.5 ? p50Ms : 0) + smallMs;
  outcome.p99Ms = (escalates ? p99Ms : 0) + smallMs;
  outcome.coldMs = (platform.sells ? p99Ms : coldMs + draw.upstreamWaitMs) + smallMs;
}
