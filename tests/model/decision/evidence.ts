/** Builders of evidence and grounds for tests: every field has a plain default, and a test states what it is about. */
import type { TargetEvidence, WorkloadEvidence } from "../../../src/model/decision/evidence.ts";
import { type Grounds, groundsOf } from "../../../src/model/decision/grounds.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { exactly, triangle } from "../../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../../src/model/scenario/scenario.ts";
import { estimate, ratioOf } from "../cells.ts";

const MIB = 1024 * 1024;

export function evidence(
  target: string,
  wallMs: number,
  over: Partial<TargetEvidence> & { readonly coldStartMs?: number; readonly halfWidth?: number } = {},
): TargetEvidence {
  const { coldStartMs = 200, halfWidth = 0.02, ...rest } = over;
  return {
    target,
    title: target,
    port: target === "python" ? "stay" : target.startsWith("wasm") ? "wasm" : "native",
    course: target === "python" ? "stay" : "port",
    reach: target.startsWith("wasm") ? ["browser", "edge", "server"] : ["edge", "server"],
    threads: 1,
    glue: null,
    code: null,
    standalone: null,
    places: rest.reach ?? (target.startsWith("wasm") ? ["browser", "edge", "server"] : ["edge", "server"]),
    deployed: null,
    linearMemoryBytes: null,
    basis: "measured",
    wallMs: estimate(wallMs, halfWidth),
    ratio: target === "python" ? null : ratioOf(wallMs / 50),
    like: null,
    flags: [],
    bucketShares: { interpreter: 0.6, compute: 0.3, io: 0.1 },
    shape: Array.from({ length: 100 }, (_, i) => 0.9 + (0.3 * i) / 99),
    tail: { state: "measured" },
    coldMs: estimate(coldStartMs, halfWidth),
    peakRssBytes: 100 * MIB,
    cpuPerWall: 1,
    outputAgrees: true,
    clientsNeed: null,
    gpu: null,
    batches: null,
    tokens: null,
    ...rest,
  };
}

export function workloadEvidence(targets: readonly TargetEvidence[]): WorkloadEvidence {
  return {
    workload: "classify-image",
    title: "Classify an image",
    baseline: "python",
    requestBytes: 100_000,
    responseBytes: 500,
    modelBytes: 13 * MIB,
    targets,
    gate: { state: "sound" },
    absent: [],
  };
}

/** Python at 50 ms, native code at 8 ms, Wasm at 30 ms. */
export const THREE = [evidence("python", 50), evidence("native", 8), evidence("wasm", 30)];

export function scenarioWith(over: Partial<Scenario> = {}): Scenario {
  return { ...DEFAULT_SCENARIO, ...over };
}

export function grounds(targets: readonly TargetEvidence[], scenario: Scenario): Grounds {
  return groundsOf(workloadEvidence(targets), SHIPPED_BOOK, scenario);
}

/** Ten billion requests a month: the bill, not the people, decides. */
export const BUSY: Partial<Scenario> = { requestsPerMonth: exactly(1e10) };

/** A native port saves 120 hours of debugging, and so pays in half of its own range: the choice hangs on that. */
export const UNSETTLED = {
  platforms: ["ec2-c7i.large"],
  requestsPerMonth: exactly(1000),
  hourUsd: exactly(100),
  maintenancePercentPerYear: exactly(0),
  debugHoursPerMonth: exactly(10),
  nativeDebugFactor: exactly(0.5),
  portHoursNative: triangle(10, 110, 210),
} as const;
