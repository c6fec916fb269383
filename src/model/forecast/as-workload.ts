/** A forecast in the shape of a measured workload, so that forecast courses are ranked by the same rules. */
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../buckets.js";
import type { BatchCurve } from "../capacity/batch-curve.js";
import { likeTarget } from "../like-target.js";
import type { TargetRecord } from "../run-file.js";
import { EQUIVALENCE_BAND, type Ratio, verdictOf } from "../statistics/ratio.js";
import type { Cell, Estimate, MeasuredCell, WorkloadSummary } from "../summary.js";
import type { ForecastInput } from "./input.js";
import { exactly, type Interval80, inverse, product, scaled, Z80 } from "./interval.js";
import type { ForecastReference, ReferenceTarget } from "./reference.js";
import type { ForecastPart, PartName, Quantity, TargetForecast } from "./result.js";
import { ONE_CORE, Today } from "./today.js";

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
 * Today's program as the baseline, and every setting, slice and port as a candidate; where it runs already is none.
 * Intervals and verdicts are those of 80 %, the level at which forecasts are scored; only the doubts look further, to
 * 99 %. What nobody knows (percentiles, the agreement of outputs) stays unknown.
 */
export function asWorkload(
  title: string,
  input: ForecastInput,
  forecasts: readonly TargetForecast[],
  reference: ForecastReference,
): ForecastWorkload {
  const host = new Today(reference, input).glue;
  const ofHost = forecasts.find(({ target }) => target === host?.id);
  const courses = forecasts.filter(({ course, isToday }) => course !== "stay" && !isToday);
  const threads = Math.max(1, Math.ceil((input.engineCores ?? 1) - (ONE_CORE - 1)));
  const targets = [
    targetRecord({
      ...(host ?? { reach: ["server"], glue: null }),
      ...{ id: TODAY, title: "your pipeline", port: "stay", course: "stay", threads },
    }),
    ...courses.map(({ target, title, kind, course }) => {
      const known = reference.targets.find(({ id }) => id === target);
      const port = kind === "webgpu" ? "wasm" : kind === "gpu" ? "native" : kind;
      return targetRecord(known ?? { id: target, title, port, course, reach: [], threads: 1, glue: null });
    }),
  ];
  const timesMs = new Map(
    courses.flatMap((made) => (made.state === "forecast" ? [[made.target, made.timeMs] as const] : [])),
  ).set(TODAY, exactly(input.wallMs));
  const known = targets.filter(({ id }) => timesMs.has(id));
  const cells = courses.map((made, i): Cell => {
    const target = targets[i + 1]!;
    const like = likeTarget(target, targets[0]!, known);
    return cellOf(made, target.threads, timesMs, like?.id ?? null);
  });
  return {
    targets,
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
      cells: [today(input, ofHost, threads), ...cells],
    },
  };
}

/**
 * The model's call with many requests in it, by target: the forecast of its compute and its boundary, times what company costs. Its
 * intervals are of the gain alone, at 80 %; the call's own is the decision's to draw.
 */
export function forecastBatches(made: readonly TargetForecast[]): ReadonlyMap<string, BatchCurve> {
  return new Map(
    made.flatMap((one) => {
      if (one.state !== "forecast" || one.batchGains.length === 0) return [];
      const callMs = one.parts
        .filter(({ part }) => part === "compute" || part === "boundary")
        .reduce((sum, { ms }) => sum + ms.median, 0);
      const points = one.batchGains.map(({ batch, times }) => ({
        batch,
        ms: estimateOf(scaled(times, callMs)),
        deviceMemoryBytes: null,
      }));
      return callMs > 0 ? [[one.target, { points }] as const] : [];
    }),
  );
}

/** Today's time is what the profile shows; memory and cold start are those measured on the target that hosts it. */
function today(input: ForecastInput, ofHost: TargetForecast | undefined, threads: number): MeasuredCell {
  const { wallMs, bucketMs, peakRssBytes } = input;
  const time = { value: wallMs, low: wallMs, high: wallMs };
  return {
    ...unknowns(TODAY, threads, wallMs),
    p50Ms: time,
    attribution: {
      wallMs,
      bucketMs,
      coverage: wallMs > 0 ? 1 - bucketMs.unattributed / wallMs : 0,
      engine: { state: "unprofiled", reason: "the profile is of the whole request" },
    },
    coldTotalMs: coldOf(ofHost?.coldMs, time),
    cpuPerWall: input.cpuPerWall ?? cpuPerWallOf(bucketMs, wallMs, input.engineCores ?? 1),
    peakRssBytes: peakRssBytes ?? medianOf(ofHost?.memoryBytes),
    leastPeakRssBytes: null,
    ratio: null,
  };
}

/** @param like today's program with as many threads, or tuned as it is; null where there is none */
function cellOf(
  forecast: TargetForecast,
  threads: number,
  timesMs: ReadonlyMap<string, Interval80>,
  like: string | null,
): Cell {
  if (forecast.state === "no-evidence") {
    const { target, reason } = forecast;
    return { state: "unavailable", target, reason, enable: null };
  }
  const { target, timeMs, parts, memoryBytes, coldMs, engineCores } = forecast;
  const time = estimateOf(timeMs);
  const bucketMs = bucketsOf(parts);
  return {
    ...unknowns(target, threads, timeMs.median),
    p50Ms: time,
    attribution: {
      wallMs: timeMs.median,
      bucketMs,
      coverage: 1 - shareOfRest(forecast),
      engine: { state: "unprofiled", reason: "it is a forecast" },
    },
    coldTotalMs: coldOf(coldMs, time),
    cpuPerWall: cpuPerWallOf(bucketMs, timeMs.median, engineCores),
    peakRssBytes: medianOf(memoryBytes),
    leastPeakRssBytes: null,
    ratio: ratioOf(timeMs, timesMs.get(TODAY)!),
    likeTarget: like,
    likeRatio: like === null ? null : ratioOf(timeMs, timesMs.get(like)!),
  };
}

const NO_RATIOS = { interpreter: null, compute: null, io: null };

/** Everything that only a measurement would know. */
function unknowns(target: string, threads: number, medianMs: number) {
  const none = (needed: number) => ({ state: "insufficient" as const, samples: 0, needed });
  return {
    state: "measured" as const,
    target,
    threads,
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
    settings: null,
    agreement: null,
    overheadMs: null,
    flags: [],
  };
}

/** One core for all that is attributed, and the engine's cores while it runs; time that nobody attributed uses none. */
function cpuPerWallOf(
  { interpreter, compute, io }: Readonly<Record<BucketOrUnattributed, number>>,
  wallMs: number,
  engineCores: number,
): number {
  return wallMs > 0 ? (interpreter + io + compute * engineCores) / wallMs : 1;
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

function ratioOf(timeMs: Interval80, todayMs: Interval80): Ratio | null {
  if (!(timeMs.median > 0) || !(todayMs.low > 0)) return null;
  const ratio = product(timeMs, inverse(todayMs));
  const above0 = ({ low, high }: { low: number; high: number }) => ({
    low: Math.max(low, Number.MIN_VALUE),
    high,
  });
  const [at80, at99] = [above0(ratio), above0(atLevel(ratio, Z99))];
  const value = ratio.median;
  return {
    value,
    low: at80.low,
    high: at80.high,
    low99: at99.low,
    high99: at99.high,
    verdict: verdictOf(value, at80, EQUIVALENCE_BAND, 0),
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

function targetRecord(target: ReferenceTarget): TargetRecord {
  const { id, title, port, course, reach, threads, glue, tuned, browserFiles, standalone, gpu } = target;
  return {
    ...{ id, title, summary: title, port, course, threads },
    reach: [...reach],
    available: true,
    engines: {},
    ...(glue === null ? {} : { glue }),
    ...(tuned === undefined ? {} : { tuned }),
    ...(browserFiles === undefined ? {} : { browserFiles: [...browserFiles] }),
    ...(standalone === undefined ? {} : { standalone }),
    ...(gpu === undefined ? {} : { adapter: { name: gpu.on.gpu, software: false, api: gpu.api } }),
  };
}
