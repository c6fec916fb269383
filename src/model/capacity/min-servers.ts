import {
  erlangB,
  nextErlangB,
  offeredLoad,
  type QueueLoad,
  tailMs,
  variability,
  waitingFrom,
} from "./erlang.js";

/** Nobody provisions more for one workload; the search ends here. */
const MOST_SERVERS = 100_000;

/**
 * Fewest servers with which the quantile of waiting is at most `waitMs`; Infinity where not even 100,000 are enough.
 * No allocation, and about √load steps: it runs in every draw of a simulation.
 */
export function minServers(load: QueueLoad, waitMs: number, quantile: number): number {
  const offered = offeredLoad(load);
  const factor = variability(load);
  const exceeded = 1 - quantile;
  const fewest = Math.floor(offered) + 1;
  if (!(fewest <= MOST_SERVERS)) return Number.POSITIVE_INFINITY;
  let blocked = erlangB(fewest, offered);
  for (let c = fewest; c <= MOST_SERVERS; c++) {
    if (c > fewest) blocked = nextErlangB(blocked, c, offered);
    const waiting = waitingFrom(blocked, offered / c);
    if (tailMs(waiting, c - offered, load.serviceMs, factor, exceeded) <= waitMs) return c;
  }
  return Number.POSITIVE_INFINITY;
}

export type Capacity =
  | {
      readonly state: "enough";
      readonly servers: number;
      /** Busy share of them, 0 to 1. */
      readonly utilisation: number;
      /** Service quantile plus waiting quantile: what of the limit is used, ms. */
      readonly quantileMs: number;
    }
  | { readonly state: "impossible"; readonly reason: string };

/**
 * Servers for a latency limit.
 *
 * The response's quantile is taken as the sum of the service's and the wait's own: exact where one of them is
 * constant, else cautious, since both are rarely bad at once. The simulation is the check.
 *
 * @param serviceQuantileMs the same quantile of the service time alone
 */
export function serversFor(
  load: QueueLoad,
  limit: { readonly sloMs: number; readonly quantile: number; readonly serviceQuantileMs: number },
): Capacity {
  const { sloMs, quantile, serviceQuantileMs } = limit;
  const percent = `p${Number((quantile * 100).toPrecision(6))}`;
  if (serviceQuantileMs > sloMs) {
    return {
      state: "impossible",
      reason:
        `the service alone takes ${serviceQuantileMs.toPrecision(3)} ms at ${percent} and the limit is ${sloMs} ms: ` +
        "no number of servers helps; make the service faster or the limit longer",
    };
  }
  const servers = minServers(load, sloMs - serviceQuantileMs, quantile);
  if (!Number.isFinite(servers)) {
    return {
      state: "impossible",
      reason: `${offeredLoad(load).toPrecision(3)} erlangs need more than ${MOST_SERVERS.toLocaleString("en-US")} servers; check the rate`,
    };
  }
  const offered = offeredLoad(load);
  return {
    state: "enough",
    servers,
    utilisation: offered / servers,
    quantileMs: serviceQuantileMs + waitingQuantile(servers, load, quantile),
  };
}

/** Quantile of waiting with so many servers, ms; Infinity where the load exceeds them. No allocation. */
export function waitingQuantile(servers: number, load: QueueLoad, quantile: number): number {
  const offered = offeredLoad(load);
  if (offered >= servers) return Number.POSITIVE_INFINITY;
  if (servers === Number.POSITIVE_INFINITY) return 0;
  const waiting = waitingFrom(erlangB(servers, offered), offered / servers);
  return tailMs(waiting, servers - offered, load.serviceMs, variability(load), 1 - quantile);
}
