/** How many engines serve the requests of a peak within limits on the first token and on the time between two. */
import { mulberry32, seedOf } from "../random.js";
import { type Serving, type ServingRun, servingCapacity, simulateServing } from "./simulate-serving.js";

/** Of the 99th percentile, ms; null for none. */
export interface ServingLimits {
  readonly firstTokenMs: number | null;
  readonly tokenMs: number | null;
}

export interface ServingFleet {
  readonly engines: number;
  /** Of one of them, with its share of the requests. */
  readonly run: ServingRun;
  /** Where no number of engines keeps the limits, there are as many as keep up. */
  readonly keepsLimits: boolean;
}

/** Over what an engine answers at most, ascending. */
const LOADS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];
const MOST_LOAD = 0.95;
/** Enough for a p99, and no more tokens than a page has time for. */
const TOKENS = 64_000;
const [FEWEST, MOST] = [1_000, 2_000] as const;

/** Poisson arrivals, the same for every load, so that two of them differ in nothing else. */
export function servedAt(serving: Serving, ratePerSecond: number): ServingRun {
  const come = mulberry32(seedOf("serving/arrivals"));
  return simulateServing(serving, {
    requests: Math.min(MOST, Math.max(FEWEST, Math.round(TOKENS / serving.answerTokens))),
    interarrivalMs: () => (-Math.log(1 - come()) * 1000) / ratePerSecond,
    random: mulberry32(seedOf("serving/steps")),
  });
}

export const keeps = ({ firstTokenMs, tokenMs }: ServingRun, limits: ServingLimits): boolean =>
  (limits.firstTokenMs === null || firstTokenMs.p99 <= limits.firstTokenMs) &&
  (limits.tokenMs === null || tokenMs.p99 <= limits.tokenMs);

/** How often the load between one that keeps the limits and the next that does not is halved: to some per cent. */
const HALVINGS = 5;

/** The largest load within the limits, about; null where not even an idle engine keeps them. */
function mostLoad(serving: Serving, capacity: number, limits: ServingLimits): number | null {
  const holds = (load: number) => keeps(servedAt(serving, load * capacity), limits);
  const last = LOADS.findLastIndex(holds);
  if (last < 0) return null;
  let [kept, broken] = [LOADS[last]!, LOADS[last + 1] ?? MOST_LOAD];
  for (let i = 0; i < HALVINGS && kept < broken; i++) {
    const middle = Math.sqrt(kept * broken);
    if (holds(middle)) kept = middle;
    else broken = middle;
  }
  return kept;
}

/**
 * Fewest engines, each with an equal share of the requests and a queue of its own.
 *
 * @param perServer engines of one server, which are paid for together: there are whole servers of them
 * @param enough engines that are known to keep the limits, since they do with longer steps: near a limit a simulation may be out by a
 * hair
 */
export function servingFleet(
  serving: Serving,
  ratePerSecond: number,
  limits: ServingLimits,
  perServer = 1,
  enough = Number.POSITIVE_INFINITY,
): ServingFleet {
  const capacity = servingCapacity(serving);
  const within = mostLoad(serving, capacity, limits);
  const wanted = ratePerSecond / (capacity * (within ?? MOST_LOAD));
  const idle = LOADS[0]! * capacity;
  for (let servers = Math.max(1, Math.ceil(wanted / perServer)); ; servers++) {
    const engines = Math.min(enough, servers * perServer);
    const run = servedAt(serving, ratePerSecond / engines);
    const keepsLimits = engines === enough || keeps(run, limits);
    // Between two loads that were looked at, a limit may break: then one server more is taken.
    if (within === null || keepsLimits || ratePerSecond / engines <= idle)
      return { engines, run, keepsLimits };
  }
}
