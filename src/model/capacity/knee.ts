import { offeredLoad, type QueueLoad } from "./erlang.js";
import { waitingQuantile } from "./min-servers.js";

interface LoadPoint {
  readonly utilisation: number;
  readonly ratePerSecond: number;
  /** Waiting quantile on top of the service's own, ms. */
  readonly waitMs: number;
}

/** Waiting over utilisation for a number of servers, from idle to 99 %. */
export function loadCurve(servers: number, load: QueueLoad, quantile: number, points = 60): LoadPoint[] {
  const perErlang = load.ratePerSecond / offeredLoad(load);
  return Array.from({ length: points }, (_, i) => {
    const utilisation = (0.99 * (i + 1)) / points;
    const ratePerSecond = perErlang * utilisation * servers;
    return {
      utilisation,
      ratePerSecond,
      waitMs: waitingQuantile(servers, { ...load, ratePerSecond }, quantile),
    };
  });
}

/** The utilisation at which waiting at the quantile reaches one mean service time; past it, it soon doubles. */
export function kneeOf(servers: number, load: QueueLoad, quantile: number): number {
  const perErlang = load.ratePerSecond / offeredLoad(load);
  const waitAt = (utilisation: number) =>
    waitingQuantile(servers, { ...load, ratePerSecond: perErlang * utilisation * servers }, quantile);
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (waitAt(middle) < load.serviceMs) low = middle;
    else high = middle;
  }
  return low;
}
