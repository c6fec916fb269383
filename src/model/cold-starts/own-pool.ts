import { simulatePool } from "./pool.js";

const MS_PER_MINUTE = 60_000;
/** The bounds of the scenario's keep-alive, and of a platform's own, minutes. */
const [SHORTEST, LONGEST] = [0.01, 1440];
const POINTS = 20;

/** Over the keep-alive. */
export interface OwnPool {
  /** Share of the requests that meet a cold instance. */
  coldShare(keepAliveMs: number): number;
  /** Time for which an instance is kept without a request, per request, ms. */
  idleMs(keepAliveMs: number): number;
}

/**
 * What a user's own requests make of a pool: it is simulated request by request at 20 keep-alives, and read off in
 * between. The requests keep their own rate, whatever the scenario's.
 *
 * @param arrivalsMs sorted
 * @param serviceMs of every request
 */
export function ownPool(arrivalsMs: Float64Array, serviceMs: number): OwnPool {
  const step = Math.log(LONGEST / SHORTEST) / (POINTS - 1);
  const runs = Array.from({ length: POINTS }, (_, i) => {
    const keepAliveMs = SHORTEST * Math.exp(i * step) * MS_PER_MINUTE;
    return simulatePool({ arrivalsMs, serviceMs: () => serviceMs, coldExtraMs: 0, keepAliveMs });
  });
  const read = (what: "coldShare" | "idleMs", keepAliveMs: number) => {
    const at = Math.log(keepAliveMs / MS_PER_MINUTE / SHORTEST) / step;
    const i = Math.min(POINTS - 2, Math.max(0, Math.floor(at)));
    const part = Math.min(1, Math.max(0, at - i));
    return (1 - part) * runs[i]![what] + part * runs[i + 1]![what];
  };
  return {
    coldShare: (keepAliveMs) => read("coldShare", keepAliveMs),
    idleMs: (keepAliveMs) => read("idleMs", keepAliveMs),
  };
}
