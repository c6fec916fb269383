import {
  erlangB,
  offeredLoad,
  type QueueLoad,
  variability,
  waitingFrom,
} from "../../../src/model/capacity/erlang.ts";

/** Probability that an arrival has to wait, M/M/c. */
export const erlangC = (servers: number, load: number) => waitingFrom(erlangB(servers, load), load / servers);

/** Mean time before service, ms. Exact for M/M/c and M/G/1. */
export function meanWaitMs(servers: number, load: QueueLoad): number {
  const offered = offeredLoad(load);
  return ((erlangC(servers, offered) * load.serviceMs) / (servers - offered)) * variability(load);
}
