/** Builders of small references and inputs for tests. */
import { SOUND_EVIDENCE } from "../../../src/model/evidence-gate.ts";
import type { ForecastInput } from "../../../src/model/forecast/input.ts";
import type {
  ForecastReference,
  ReferenceCell,
  ReferenceTarget,
} from "../../../src/model/forecast/reference.ts";
import { noTime } from "../../../src/model/traces/bucket-ms.ts";
import type { OperatorTime } from "../../../src/model/traces/profile.ts";

export interface Times {
  readonly interpreter: number;
  readonly compute: number;
  readonly io: number;
}

export function cellOf(times: Times, over: Partial<ReferenceCell> = {}): ReferenceCell {
  const wallMs = times.interpreter + times.compute + times.io;
  return {
    wallMs,
    logVariance: 0.0004,
    bucketMs: { ...times, unattributed: 0 },
    operators: [],
    cpuPerWall: null,
    startMs: 100,
    sessionMs: 50,
    firstInferenceMs: 2 * wallMs,
    peakRssBytes: 100e6,
    ...over,
  };
}

/** A target on one thread of a server; what runs as Wasm or native code is a port with compiled glue. */
export function targetOf(id: string, over: Partial<ReferenceTarget>): ReferenceTarget {
  const port = over.port ?? "stay";
  return { id, title: id, port, course: "port", reach: ["server"], threads: 1, glue: "compiled", ...over };
}

export const TARGETS: readonly ReferenceTarget[] = [
  targetOf("python", { course: "stay", glue: "python" }),
  targetOf("js", { port: "wasm", reach: ["browser"], glue: "javascript" }),
  targetOf("wasm", { port: "wasm", reach: ["browser"] }),
  targetOf("native", { port: "native" }),
];

/** Ratios of each target to Python, by bucket. */
export type RatiosOf = Readonly<Record<string, Times>>;

export const RATIOS: RatiosOf = {
  js: { interpreter: 0.1, compute: 6, io: 2 },
  wasm: { interpreter: 0.02, compute: 5, io: 1.5 },
  native: { interpreter: 0.01, compute: 1, io: 1.2 },
};

export const WORKLOADS: readonly (Times & { readonly id: string; readonly payloadBytes: number })[] = [
  { id: "a", interpreter: 10, compute: 10, io: 1, payloadBytes: 1e5 },
  { id: "b", interpreter: 50, compute: 5, io: 2, payloadBytes: 1e6 },
  { id: "c", interpreter: 2, compute: 20, io: 3, payloadBytes: 5e6 },
  { id: "d", interpreter: 30, compute: 30, io: 1.5, payloadBytes: 2e5 },
];

/** Workloads that all follow the ratios, each off by its own factor in `jitter` (1 is exact). */
export function referenceOf(
  ratios: RatiosOf = RATIOS,
  jitter: readonly number[] = [1.05, 0.95, 1.02, 0.97],
): ForecastReference {
  return {
    runId: "run",
    baseline: "python",
    targets: TARGETS.filter(({ id }) => id === "python" || id in ratios),
    workloads: WORKLOADS.map(({ id, payloadBytes, ...times }, i) => ({
      id,
      boundary: { calls: 1, bytes: payloadBytes },
      isVectorised: false,
      cells: new Map([
        ["python", cellOf(times)],
        ...Object.entries(ratios).map(([target, ratio]): [string, ReferenceCell] => [
          target,
          cellOf({
            interpreter: times.interpreter * ratio.interpreter * jitter[i]!,
            compute: times.compute * ratio.compute * jitter[i]!,
            io: times.io * ratio.io * jitter[i]!,
          }),
        ]),
      ]),
    })),
    copy: {},
    widening: 1,
  };
}

export function inputOf(
  times: Times & { readonly unattributed?: number },
  over: Partial<ForecastInput> = {},
): ForecastInput {
  const { unattributed = 0, ...rest } = times;
  return {
    wallMs: times.interpreter + times.compute + times.io + unattributed,
    bucketMs: { ...rest, unattributed },
    operators: [],
    boundary: null,
    peakRssBytes: 100e6,
    host: "python",
    engine: "native",
    engineCores: 1,
    cpuPerWall: null,
    samples: null,
    vectorisedMs: { interpreter: 0, compute: 0 },
    arraysOnly: false,
    deviceMs: noTime(),
    evidence: SOUND_EVIDENCE,
    waitingMs: 0,
    unfollowedMs: 0,
    requestsPerColdStart: null,
    ...over,
  };
}

export const operator = (name: string, ms: number): OperatorTime => ({ operator: name, ms, calls: 1 });
