/** A forecast in the shape that the advice reads, so that forecast ports are ranked by the same rules as measured ones. */
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../buckets.js";
import type { TargetRecord } from "../run-file.js";
import { EQUIVALENCE_BAND, type Ratio, verdictOf } from "../statistics/ratio.js";
import type { Cell, Estimate, MeasuredCell, WorkloadSummary } from "../summary.js";
import type { ForecastInput } from "./input.js";
import { type Interval80, Z80 } from "./interval.js";
import { baselinesOf } from "./ratios.js";
import type { ForecastReference, ReferenceTarget } from "./reference.js";
import type { ForecastPart, PartName, Quantity, TargetForecast } from "./result.js";

type Known = Extract<TargetForecast, { state: "forecast" }>;

/** The id of the program as it runs today, in a forecast's workload. */
export const TODAY = "today";

const Z99 = 2.5758293035489;

export interface ForecastWorkload {
  /** Its cells are forecasts: no process ran, no percentile is known, no output was compared. */
  readonly workload: WorkloadSummary;
  readonly targets: readonly TargetRecord[];
}

/**
 * Today's program as the baseline, and every port as a candidate; staying, and where it runs already, is none.
 * Intervals and verdicts are those of 80 %, the level at which forecasts are scored; only the doubts look further, to
 * 99 %. What nobody knows (percentiles, the agreement of outputs) stays unknown.
 */
export function asWorkload(
  title: string,
  input: ForecastInput,
  forecasts: readonly TargetForecast[],
  reference: ForecastReference,
): ForecastWorkload {
  const host = baselinesOf(reference, input.host, input.engine).glue;
  const stay = reference.targets.find(({ id }) => id === host);
  const ofHost = forecasts.find(({ target }) => target === host);
  const ports = forecasts.filter(({ kind, isToday }) => kind !== "stay" && !isToday);
  return {
    workload: {
      id: "profile",
      title,
      summary: title,
      size: "profile",
      sizeLabel: "one request",
      payloadBytes: 0,
      resultBytes: 0,
      model: { name: "its own model", source: "the profile", sha256: "", bytes: 0 },
      baseline: TODAY,
      cells: [today(input, ofHost), ...ports.map((forecast) => cellOf(forecast, input))],
    },
    targets: [
      targetRecord(TODAY, "your pipeline", "stay", { reach: stay?.reach ?? ["server"], glue: stay?.glue }),
      ...ports.map(({ target, title, kind }) => {
        const known = reference.targets.find(({ id }) => id === target);
        const port = kind === "webgpu" ? "wasm" : kind === "gpu" ? "native" : kind;
        return targetRecord(target, title, port, known);
      }),
    ],
  };
}

/** Today's time is what the profile shows; memory and cold start are those measured on the target that hosts it. */
function today(input: ForecastInput, ofHost: TargetForecast | undefined): MeasuredCell {
  const { wallMs, bucketMs, peakRssBytes } = input;
  const time = { value: wallMs, low: wallMs, high: wallMs };
  return {
    ...unknowns(TODAY, wallMs),
    p50Ms: time,
    attribution: {
      wallMs,
      bucketMs,
      coverage: wallMs > 0 ? 1 - bucketMs.unattributed / wallMs : 0,
      engine: { state: "unprofiled", reason: "the profile is of the whole request" },
    },
    coldTotalMs: coldOf(ofHost?.coldMs, time),
    peakRssBytes: peakRssBytes ?? medianOf(ofHost?.memoryBytes),
    ratio: null,
  };
}

function cellOf(forecast: TargetForecast, input: ForecastInput): Cell {
  if (forecast.state === "no-evidence") {
    const { target, reason } = forecast;
    return { state: "unavailable", target, reason, enable: null };
  }
  const { target, timeMs, parts, memoryBytes, coldMs } = forecast;
  const time = estimateOf(timeMs);
  return {
    ...unknowns(target, timeMs.median),
    p50Ms: time,
    attribution: {
      wallMs: timeMs.median,
      bucketMs: bucketsOf(parts),
      coverage: 1 - shareOfRest(forecast),
      engine: { state: "unprofiled", reason: "it is a forecast" },
    },
    coldTotalMs: coldOf(coldMs, time),
    peakRssBytes: medianOf(memoryBytes),
    ratio: ratioOf(timeMs, input.wallMs),
  };
}

const NO_RATIOS = { interpreter: null, compute: null, io: null };

/** Everything that only a measurement would know. */
function unknowns(target: string, medianMs: number) {
  const none = (needed: number) => ({ state: "insufficient" as const, samples: 0, needed });
  return {
    state: "measured" as const,
    target,
    threads: 1,
    processes: 0,
    iterations: 0,
    p90: none(64),
    p99: none(662),
    maxMs: medianMs,
    quantilesMs: [],
    coldMs: { spawn: 0, import: 0, compile: 0, session: 0, firstInference: 0 },
    bucketRatios: NO_RATIOS,
    likeTarget: null,
    likeRatio: null,
    likeBucketRatios: NO_RATIOS,
    agreement: null,
    overheadMs: null,
    cpuPerWall: null,
    flags: [],
  };
}

const estimateOf = ({ median, low, high }: Interval80): Estimate => ({ value: median, low, high });

/** An interval of 80 % at another level, as of a log-normal quantity. */
export function atLevel({ median, low, high }: Interval80, z: number): { low: number; high: number } {
  const factor = z / Z80;
  return {
    low: low > 0 ? median * (low / median) ** factor : 0,
    high: median > 0 ? median * (high / median) ** factor : high,
  };
}

function ratioOf(timeMs: Interval80, wallMs: number): Ratio | null {
  if (!(wallMs > 0) || !(timeMs.median > 0)) return null;
  const over = (interval: { low: number; high: number }) => ({
    low: Math.max(interval.low / wallMs, Number.MIN_VALUE),
    high: interval.high / wallMs,
  });
  const value = timeMs.median / wallMs;
  const [at80, at99] = [over(timeMs), over(atLevel(timeMs, Z99))];
  return {
    value,
    low: at80.low,
    high: at80.high,
    low99: at99.low,
    high99: at99.high,
    verdict: verdictOf(value, at80, EQUIVALENCE_BAND, 0),
    minimumDetectable: Math.max(EQUIVALENCE_BAND, at80.high / value - 1),
    floor: 0,
  };
}

/** The boundary is IO that the port adds; waiting and a share of a cold start belong to no bucket. */
function bucketsOf(parts: readonly ForecastPart[]): Record<BucketOrUnattributed, number> {
  const bucketMs = { interpreter: 0, compute: 0, io: 0, unattributed: 0 };
  for (const { part, ms } of parts) {
    bucketMs[bucketOfPart(part)] += ms.median;
  }
  return bucketMs;
}

/** Where a part of a forecast counts among the buckets. */
export function bucketOfPart(part: PartName): BucketOrUnattributed {
  if (part === "boundary") return "io";
  if (part === "device") return "compute";
  return part === "waiting" || part === "other threads" || part === "cold start" ? "unattributed" : part;
}

function shareOfRest({ timeMs, parts }: Known): number {
  const bucketMs = bucketsOf(parts);
  const all = BUCKETS_AND_REST.reduce((sum, bucket) => sum + bucketMs[bucket], 0);
  return all > 0 ? bucketMs.unattributed / Math.max(all, timeMs.median) : 0;
}

/** Where no cold start is known, the first request is taken to last at least as long as any other. */
function coldOf(quantity: Quantity | undefined, warm: Estimate): Estimate {
  if (quantity?.state !== "forecast") return { value: warm.value, low: 0, high: Number.POSITIVE_INFINITY };
  return estimateOf(quantity.range);
}

function medianOf(quantity: Quantity | undefined): number | null {
  return quantity?.state === "forecast" ? quantity.range.median : null;
}

function targetRecord(
  id: string,
  title: string,
  port: TargetRecord["port"],
  known: Partial<ReferenceTarget> = {},
): TargetRecord {
  const { reach = [], threads = 1, glue, browserFiles } = known;
  return {
    id,
    title,
    summary: title,
    port,
    reach: [...reach],
    threads,
    available: true,
    engines: {},
    ...(glue === undefined ? {} : { glue }),
    ...(browserFiles === undefined ? {} : { browserFiles: [...browserFiles] }),
  };
}
