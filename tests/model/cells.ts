/** Builders of small summaries for tests: every field has a plain default, and a test states what it is about. */
import type { Course } from "../../src/model/course.ts";
import type { Glue, Port, Reach, TargetRecord } from "../../src/model/run-file.ts";
import { type Ratio, verdictOf } from "../../src/model/statistics/ratio.ts";
import type { Cell, Estimate, MeasuredCell, WorkloadSummary } from "../../src/model/summary.ts";

const MIB = 1024 * 1024;

/** An estimate with a relative half-width, 1 % unless said. */
export function estimate(value: number, halfWidth = 0.01): Estimate {
  return { value, low: value * (1 - halfWidth), high: value * (1 + halfWidth) };
}

/** A ratio with a relative half-width at 99 %, and the verdict that follows from it. */
export function ratioOf(value: number, halfWidth99 = 0.02, floor = 0): Ratio {
  const at99 = { low: value * (1 - halfWidth99), high: value * (1 + halfWidth99) };
  return {
    value,
    low: value * (1 - 0.75 * halfWidth99),
    high: value * (1 + 0.75 * halfWidth99),
    low99: at99.low,
    high99: at99.high,
    verdict: verdictOf(value, at99, 0.03, floor),
    floor,
  };
}

export function target(
  id: string,
  port: Port,
  options: { reach?: Reach[]; threads?: number; course?: Course; glue?: Glue } = {},
): TargetRecord {
  const { reach = ["server"], threads = 1, ...traits } = options;
  return { id, title: id, summary: id, port, reach, threads, ...traits, available: true, engines: {} };
}

export function cell(id: string, p50Ms: number, overrides: Partial<MeasuredCell> = {}): MeasuredCell {
  return {
    state: "measured",
    target: id,
    threads: 1,
    processes: 10,
    iterations: 3000,
    p50Ms: estimate(p50Ms),
    p90: { state: "estimated", ms: p50Ms * 1.1, samples: 3000 },
    p99: { state: "estimated", ms: p50Ms * 1.3, samples: 3000 },
    maxMs: p50Ms * 1.5,
    quantilesMs: [p50Ms],
    attribution: {
      wallMs: p50Ms,
      bucketMs: {
        interpreter: p50Ms * 0.6,
        compute: p50Ms * 0.3,
        io: p50Ms * 0.08,
        unattributed: p50Ms * 0.02,
      },
      coverage: 0.98,
      engine: { state: "unprofiled", reason: "test" },
    },
    coldMs: { spawn: 20, import: 50, compile: 0, session: 30, firstInference: p50Ms },
    coldTotalMs: estimate(100 + p50Ms, 0.05),
    peakRssBytes: 200 * MIB,
    leastPeakRssBytes: 190 * MIB,
    ratio: null,
    bucketRatios: { interpreter: null, compute: null, io: null },
    likeTarget: null,
    likeRatio: null,
    likeBucketRatios: { interpreter: null, compute: null, io: null },
    settings: null,
    agreement: { maxAbsError: 1e-7, tolerance: 1e-4 },
    overheadMs: 0.001,
    cpuPerWall: 1,
    flags: [],
    ...overrides,
  };
}

export function workload(baseline: string | null, cells: readonly Cell[]): WorkloadSummary {
  return {
    id: "score",
    title: "Score telemetry",
    summary: "test",
    size: "s",
    sizeLabel: "small",
    payloadBytes: 1000,
    resultBytes: 100,
    model: { name: "m", source: "seed", sha256: "0".repeat(64), bytes: 1000 },
    baseline,
    cells,
  };
}
