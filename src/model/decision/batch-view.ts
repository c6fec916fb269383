/** A reserved option in batches: what each window and largest batch would take and cost at the peak, one by one first. */
import type { BatchCurve } from "../capacity/batch-curve.js";
import { type BatchingChoice, cheapestBatching, latencyRange } from "../capacity/cheapest-batching.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import { centre, exactly } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { canBatch, curveOn, scatterOf } from "./batching.js";
import { centralDraw } from "./central-case.js";
import type { TailBasis } from "./evidence.js";
import type { Grounds } from "./grounds.js";
import { compilePlatforms, prepare } from "./prepare.js";

export interface BatchView {
  readonly option: string;
  readonly title: string;
  readonly tail: TailBasis;
  /** At the peak. */
  readonly ratePerSecond: number;
  readonly sloMs: number | null;
  /** The scenario's, at its centre. */
  readonly windowMs: number;
  readonly choices: readonly BatchingChoice[];
  /** The cheapest within the limit; null where none is. */
  readonly best: BatchingChoice | null;
  /** p99 of the best at either end of what is known of its calls' times; Infinity where it would no longer keep up. */
  readonly bestP99Ms: { readonly low: number; readonly high: number } | null;
  /** How sure these times are: 95 % of what was measured, 80 % of a forecast. */
  readonly basis: "measured" | "forecast";
}

/** @returns null for an option whose batches nobody measured, that holds no request, or that has no price */
export function batchView(grounds: Grounds, scenario: Scenario, id: string): BatchView | null {
  const alone = { ...scenario, batchWindowMs: exactly(0), batchSize: exactly(1) };
  const [prepared] = prepare(grounds, alone, compilePlatforms(grounds), new Set([id]));
  const measured = prepared && canBatch(prepared.option) ? curveOn(prepared.option) : null;
  if (!prepared?.priced || measured === null) return null;
  const { option, outcome, request, priced } = prepared;
  const { usage } = outcome;
  const draw = centralDraw(scenario);
  const { target } = option;
  const waitMs = draw.upstreamWaitMs;
  const factor = (usage.wallMs - waitMs) / target.batches!.wallMs;
  const ratePerSecond = (usage.requests * draw.peakToMean) / (HOURS_PER_MONTH * 3600);
  const smallMs =
    draw.edgeAnsweredPercent > 0
      ? (request.wallMs * draw.deviceTimeFactor * draw.smallModelTimePercent) / 100
      : 0;
  const asked = {
    curve: onServer(measured, factor, waitMs),
    glueMs: target.batches!.glueMs * factor,
    scatter: scatterOf(target.shape),
    workers: request.slots,
    ratePerSecond,
    tail: "p99" as const,
    limitMs: request.sloMs === null ? null : request.sloMs - smallMs,
    usdPerMillion: (instances: number) =>
      (priced.pricer.usd({ ...usage, servers: instances }) / usage.requests) * 1e6,
  };
  const { choices, best } = cheapestBatching(asked);
  const range = best && latencyRange(asked, best);
  return {
    ...{ option: id, title: option.title, tail: target.tail, ratePerSecond, choices, best },
    sloMs: request.sloMs,
    windowMs: centre(scenario.batchWindowMs),
    bestP99Ms: range && { low: range.low?.p99 ?? 0, high: range.high?.p99 ?? Number.POSITIVE_INFINITY },
    basis: target.basis === "forecast" ? "forecast" : "measured",
  };
}

/** Every call as long as the server's core makes it, and once a batch what it waits for others. */
function onServer({ points }: BatchCurve, factor: number, waitMs: number): BatchCurve {
  const there = (ms: number) => ms * factor + waitMs;
  return {
    points: points.map(({ ms, ...rest }) => ({
      ...rest,
      ms: { value: there(ms.value), low: there(ms.low), high: there(ms.high) },
    })),
  };
}
