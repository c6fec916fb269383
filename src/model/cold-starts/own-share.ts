import { simulatePool } from "./pool.js";

const MS_PER_MINUTE = 60_000;
/** The bounds of the scenario's keep-alive, minutes. */
const [SHORTEST, LONGEST] = [0.1, 1440];
const POINTS = 16;

/**
 * Share of a user's own requests that meet a cold instance, over the keep-alive: the pool is simulated request by
 * request at 16 keep-alives, and read off in between. The requests keep their own rate, whatever the scenario's.
 *
 * @param arrivalsMs sorted
 * @param serviceMs of every request
 */
export function ownColdShare(arrivalsMs: Float64Array, serviceMs: number): (keepAliveMs: number) => number {
  const step = Math.log(LONGEST / SHORTEST) / (POINTS - 1);
  const shares = Array.from({ length: POINTS }, (_, i) => {
    const keepAliveMs = SHORTEST * Math.exp(i * step) * MS_PER_MINUTE;
    return simulatePool({ arrivalsMs, serviceMs: () => serviceMs, coldExtraMs: 0, keepAliveMs }).coldShare;
  });
  return (keepAliveMs) => {
    const at = Math.log(keepAliveMs / MS_PER_MINUTE / SHORTEST) / step;
    const i = Math.min(POINTS - 2, Math.max(0, Math.floor(at)));
    const part = Math.min(1, Math.max(0, at - i));
    return (1 - part) * shares[i]! + part * shares[i + 1]!;
  };
}
