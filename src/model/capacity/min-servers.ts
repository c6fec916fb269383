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

/** Summing takes about √load steps, and a forecast that is not known within many powers of ten asks for 10¹⁵ servers. */
const MOST_SUMMED = 10_000_000;

/**
 * Quantile of waiting with so many servers, ms; Infinity where the load exceeds them. With more than ten million, an upper
 * bound: as if every request waited. No allocation.
 */
export function waitingQuantile(servers: number, load: QueueLoad, quantile: number): number {
  const offered = offeredLoad(load);
  if (offered >= servers) return Number.POSITIVE_INFINITY;
  if (servers === Number.POSITIVE_INFINITY) return 0;
  const waiting = servers > MOST_SUMMED ? 1 : waitingFrom(erlangB(servers, offered), offered / servers);
  return tailMs(waiting, servers - offered, load.serviceMs, variability(load), 1 - quantile);
}
