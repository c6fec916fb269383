/**
 * Instances that are kept warm, while a request that finds none of them free does not wait: it runs on demand. That is
 * Erlang's loss system, with the on-demand pool in place of the loss.
 */
import { erlangB, nextErlangB } from "./erlang.js";

/** Nobody provisions more for one workload; the search ends here. */
const MOST_INSTANCES = 100_000;

/** The instances that are started as requests come. */
export interface OnDemandPool {
  /** Share of cold starts among its requests, when so many of them come a second; it must not grow with them. */
  coldShare(ratePerSecond: number): number;
}

/** Share of all requests that spill over to a cold start. */
export function coldSpill(spilled: number, ratePerSecond: number, pool: OnDemandPool): number {
  return spilled === 0 ? 0 : spilled * pool.coldShare(ratePerSecond * spilled);
}

/**
 * Fewest instances with which at most the share `most` of the requests spills over to a cold start. At least one. No
 * allocation: it runs in every draw of a simulation.
 *
 * @param load offered, erlangs
 */
export function minWarmInstances(
  load: number,
  ratePerSecond: number,
  pool: OnDemandPool,
  most: number,
): number {
  let instances = fewestWorthTrying(load, ratePerSecond, pool, most);
  let spilled = erlangB(instances, load);
  while (instances < MOST_INSTANCES && coldSpill(spilled, ratePerSecond, pool) > most) {
    instances++;
    spilled = nextErlangB(spilled, instances, load);
  }
  return instances;
}

/** n instances carry n erlangs at most: 1 − n / load spills at least, to a pool no warmer than if all requests did. */
function fewestWorthTrying(load: number, ratePerSecond: number, pool: OnDemandPool, most: number): number {
  if (load < 2) return 1;
  const fewest = Math.floor(load * (1 - most / Math.max(most, pool.coldShare(ratePerSecond))));
  return Math.min(MOST_INSTANCES, Math.max(1, fewest));
}
