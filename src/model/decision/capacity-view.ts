/** A reserved option under load: how busy it is, where its knee lies, how many servers other traffic would need. */
import type { QueueLoad } from "../capacity/erlang.js";
import { kneeOf, loadCurve } from "../capacity/knee.js";
import { waitingQuantile } from "../capacity/min-servers.js";
import { simulateQueue } from "../capacity/simulate-queue.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import { mulberry32, seedOf } from "../random.js";
import type { Scenario } from "../scenario/scenario.js";
import { type Flip, findFlips } from "../uncertainty/find-flips.js";
import { centralDraw } from "./central-case.js";
import { emptyOutcome } from "./decision-model.js";
import type { TailBasis } from "./evidence.js";
import type { Grounds } from "./grounds.js";
import { prepare } from "./prepare.js";
import { requestOutcome } from "./request.js";
import { serviceCv2 } from "./request-shape.js";

const QUANTILE = 0.99;
const SIMULATED_REQUESTS = 40_000;
const SIMULATED_AT = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95] as const;
/** How far other traffic is looked at, up and down. */
const MOST_FACTOR = 100;
/** How exactly a step is placed: less than a pixel of the chart; the one that the title names, to its last digit. */
const STEP_TOLERANCE = 0.002;
const BEYOND_TOLERANCE = 1e-5;

export interface CapacityView {
  readonly option: string;
  readonly title: string;
  readonly tail: TailBasis;
  readonly servers: number;
  /** Requests that one server works on at once. */
  readonly slots: number;
  /** At the peak. */
  readonly ratePerSecond: number;
  readonly utilisation: number;
  readonly p99Ms: number;
  readonly kneeUtilisation: number;
  readonly sloMs: number | null;
  /** By the formula, for the servers above. */
  readonly formula: readonly { readonly utilisation: number; readonly p99Ms: number }[];
  /** Simulated with the measured service times; empty where nothing was measured. */
  readonly simulated: readonly { readonly utilisation: number; readonly p99Ms: number }[];
  /** Where the servers that keep the limit change, from a hundredth to a hundred times the traffic, ascending. */
  readonly scaling: readonly ServerStep[];
  /** The first of these changes above today's traffic, placed more exactly; null for none. */
  readonly beyond: ServerStep | null;
}

/** From this rate on, so many servers keep the limit; Infinity for none. */
export interface ServerStep {
  readonly ratePerSecond: number;
  readonly servers: number;
}

/** @param id of a reserved option whose requests wait for a free worker; null is returned for any other */
export function capacityView(grounds: Grounds, scenario: Scenario, id: string): CapacityView | null {
  const prepared = prepare(grounds, scenario).find(({ option }) => option.id === id);
  if (!prepared?.option.platform.reserved || prepared.option.platform.spillsOver) return null;
  const { request, outcome, option } = prepared;
  const draw = centralDraw(scenario);
  const { usage } = outcome;
  const workers = usage.servers * request.slots;
  const peakOf = (calls: number) => (calls * draw.peakToMean) / (HOURS_PER_MONTH * 3600);
  const ratePerSecond = peakOf(usage.requests);
  const load: QueueLoad = {
    ratePerSecond,
    serviceMs: usage.wallMs,
    serviceCv2: serviceCv2(option.target),
    arrivalCv2: 1,
  };
  const serviceP99Ms = outcome.p99Ms - waitingQuantile(workers, load, QUANTILE);
  const at = emptyOutcome();
  const serversAt = (factor: number) => {
    requestOutcome(request, { ...draw, requestsPerMonth: draw.requestsPerMonth * factor }, 1, 1, at);
    return request.sloMs === null || at.p99Ms <= request.sloMs ? at.usage.servers : Number.POSITIVE_INFINITY;
  };
  const stepAt = ({ at: factor, above }: Flip): ServerStep => ({
    ratePerSecond: ratePerSecond * factor,
    servers: Number(above),
  });
  const lowest = 1 / MOST_FACTOR;
  const changes = changesOf(serversAt, lowest, MOST_FACTOR, STEP_TOLERANCE);
  // Found from today's traffic upwards, then placed anew between the two rates that it was found between.
  const end = changesOf(serversAt, 1, MOST_FACTOR, STEP_TOLERANCE)[0];
  const near = 1 + STEP_TOLERANCE;
  const beyond = end && changesOf(serversAt, Math.max(1, end.at / near), end.at * near, BEYOND_TOLERANCE)[0];
  return {
    option: id,
    title: option.title,
    tail: option.target.tail,
    servers: usage.servers,
    slots: request.slots,
    ratePerSecond,
    scaling: [{ ratePerSecond: ratePerSecond * lowest, servers: serversAt(lowest) }, ...changes.map(stepAt)],
    beyond: beyond ? stepAt(beyond) : null,
    utilisation: outcome.utilisation,
    p99Ms: outcome.p99Ms,
    sloMs: request.sloMs,
    kneeUtilisation: kneeOf(workers, load, QUANTILE),
    formula: loadCurve(workers, load, QUANTILE).map(({ utilisation, waitMs }) => ({
      utilisation,
      p99Ms: serviceP99Ms + waitMs,
    })),
    simulated:
      option.target.shape.length === 0
        ? []
        : SIMULATED_AT.map((at) =>
            simulatedAt(at, id, workers, load, option.target.shape, draw.upstreamWaitMs),
          ),
  };
}

/** Every change of the servers over a factor of the traffic, ascending. */
function changesOf(serversAt: (factor: number) => number, from: number, to: number, tolerance: number) {
  return findFlips({
    from,
    to,
    current: from,
    scale: "log",
    tolerance,
    valueAt: (factor) => String(serversAt(factor)),
    maxEvaluations: Number.POSITIVE_INFINITY,
  }).up;
}

function simulatedAt(
  utilisation: number,
  id: string,
  workers: number,
  load: QueueLoad,
  shape: readonly number[],
  upstreamWaitMs: number,
) {
  const workMs = load.serviceMs - upstreamWaitMs;
  const serviceMs = shape.map((factor) => factor * workMs + upstreamWaitMs);
  const meanMs = serviceMs.reduce((sum, ms) => sum + ms, 0) / serviceMs.length;
  const meanInterarrivalMs = meanMs / (utilisation * workers);
  const random = mulberry32(seedOf(`capacity/${id}/${utilisation}`));
  const run = simulateQueue({
    servers: workers,
    serviceMs,
    meanInterarrivalMs,
    requests: SIMULATED_REQUESTS,
    random,
    interarrivalMs: () => -Math.log(1 - random()) * meanInterarrivalMs,
  });
  return { utilisation, p99Ms: run.responseMs.p99 };
}
