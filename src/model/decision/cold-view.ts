/** A serverless option's cold starts: their share over the traffic, by how requests come. */
import type { Pattern } from "../cold-starts/arrivals.js";
import { coldShareTable } from "../cold-starts/cold-share.js";
import { type SimulatedShare, simulatedShare } from "../cold-starts/simulated-share.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import { mulberry32, seedOf } from "../random.js";
import type { Scenario } from "../scenario/scenario.js";
import { centralDraw } from "./central-case.js";
import type { TailBasis } from "./evidence.js";
import type { Grounds } from "./grounds.js";
import { prepare } from "./prepare.js";

export const PATTERNS = ["poisson", "diurnal", "bursty"] as const satisfies readonly Pattern[];

const POINTS = 61;
const DECADES = 3;
const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600;

export interface ColdView {
  readonly option: string;
  readonly title: string;
  readonly tail: TailBasis;
  /** Share now, of the scenario's own pattern. */
  readonly share: number;
  readonly pattern: Pattern | "flat";
  /** What a simulation of the pool finds; null for a flat share, and where it would take too long. */
  readonly simulated: SimulatedShare | null;
  readonly warmMs: number;
  readonly coldMs: number;
  readonly p99Ms: number;
  readonly keepAliveMinutes: number;
  /** Calls a month at today's traffic. */
  readonly now: number;
  readonly calls: readonly number[];
  /** One line per pattern, or one line that is flat. */
  readonly lines: readonly { readonly pattern: Pattern | "flat"; readonly shares: readonly number[] }[];
}

/** @param id of an option that scales to zero; null is returned for any other */
export function coldView(grounds: Grounds, scenario: Scenario, id: string): ColdView | null {
  const prepared = prepare(grounds, scenario).find(({ option }) => option.id === id);
  if (
    !prepared ||
    prepared.option.platform.reserved ||
    prepared.option.platform.onDevice ||
    prepared.option.platform.sells
  )
    return null;
  const { option, outcome } = prepared;
  const { usage } = outcome;
  const draw = centralDraw(scenario);
  const keepAliveMs = draw.keepAliveMinutes * 60_000;
  const now = usage.requests;
  const calls = Array.from(
    { length: POINTS },
    (_, i) => now * 10 ** (DECADES * ((2 * i) / (POINTS - 1) - 1)),
  );
  const flat = scenario.arrivals === "flat";
  const lines = flat
    ? [{ pattern: "flat" as const, shares: calls.map(() => usage.coldShare) }]
    : PATTERNS.map((pattern) => {
        const share = coldShareTable(pattern, draw.peakToMean);
        return {
          pattern,
          shares: calls.map((monthly) => share(monthly / SECONDS_PER_MONTH, keepAliveMs, usage.wallMs)),
        };
      });
  return {
    option: id,
    title: option.title,
    tail: option.target.tail,
    share: usage.coldShare,
    now,
    calls,
    lines,
    warmMs: outcome.p50Ms,
    coldMs: outcome.coldMs,
    p99Ms: outcome.p99Ms,
    keepAliveMinutes: draw.keepAliveMinutes,
    pattern: scenario.arrivals,
    simulated:
      scenario.arrivals === "flat"
        ? null
        : simulatedShare(scenario.arrivals, {
            ratePerSecond: now / SECONDS_PER_MONTH,
            peakToMean: draw.peakToMean,
            keepAliveMs,
            serviceMs: usage.wallMs,
            coldExtraMs: usage.initMs,
            expectedShare: usage.coldShare,
            random: mulberry32(seedOf(`cold/${id}`)),
          }),
  };
}
