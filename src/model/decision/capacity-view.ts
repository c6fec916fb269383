/** A reserved option under load: how busy it is, where its knee lies, how many servers other traffic would need. */
import type { QueueLoad } from "../capacity/erlang.js";
import { kneeOf, loadCurve } from "../capacity/knee.js";
import { waitingQuantile } from "../capacity/min-servers.js";
import { simulateQueue } from "../capacity/simulate-queue.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import { mulberry32, seedOf } from "../random.js";
import type { Scenario } from "../scenario/scenario.js";
import { centralDraw } from "./central-case.js";
import { emptyOutcome } from "./decision-model.js";
import type { Grounds } from "./grounds.js";
import { prepare } from "./prepare.js";
import { requestOutcome } from "./request.js";
import { serviceCv2 } from "./request-shape.js";

const QUANTILE = 0.99;
const SIMULATED_REQUESTS = 40_000;
const SIMULATED_AT = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95] as const;
const RATE_POINTS = 41;

export interface CapacityView {
  readonly option: string;
  readonly title: string;
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
  /** Servers that keep the limit at other traffic; Infinity for none. */
  readonly scaling: readonly { readonly ratePerSecond: number; readonly servers: number }[];
}

/** @param id of a reserved option; null is returned for any other */
export function capacityView(grounds: Grounds, scenario: Scenario, id: string): CapacityView | null {
  const prepared = prepare(grounds, scenario).find(({ option }) => option.id === id);
  if (!prepared?.option.platform.reserved) return null;
  const { request, outcome, option } = prepared;
  const draw = centralDraw(scenario);
  const { usage } = outcome;
  const workers = usage.servers * request.slots;
  const peakOf = (calls: number) => (calls * draw.peakToMean) / (HOURS_PER_MONTH * 3600);
  const ratePerSecond = peakOf(usage.requests);
  const load: QueueLoad = {
    ...{ ratePerSecond, serviceMs: usage.wallMs, serviceCv2: serviceCv2(option.target), arrivalCv2: 1 },
  };
  const serviceP99Ms = outcome.p99Ms - waitingQuantile(workers, load, QUANTILE);
  const scaling = Array.from({ length: RATE_POINTS }, (_, i) => {
    const at = emptyOutcome();
    const factor = 10 ** ((4 * i) / (RATE_POINTS - 1) - 2);
    requestOutcome(request, { ...draw, requestsPerMonth: draw.requestsPerMonth * factor }, 1, 1, at);
    const kept = request.sloMs === null || at.p99Ms <= request.sloMs;
    return {
      ratePerSecond: peakOf(at.usage.requests),
      servers: kept ? at.usage.servers : Number.POSITIVE_INFINITY,
    };
  });
  return {
    ...{
      option: id,
      title: option.title,
      servers: usage.servers,
      slots: request.slots,
      ratePerSecond,
      scaling,
    },
    ...{ utilisation: outcome.utilisation, p99Ms: outcome.p99Ms, sloMs: request.sloMs },
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
    ...{ servers: workers, serviceMs, meanInterarrivalMs, requests: SIMULATED_REQUESTS, random },
    interarrivalMs: () => -Math.log(1 - random()) * meanInterarrivalMs,
  });
  return { utilisation, p99Ms: run.responseMs.p99 };
}
