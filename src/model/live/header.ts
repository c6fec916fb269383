import { crc32 } from "../crc32.js";
import { checksumText } from "../row-line.js";
import {
  type EffortParameters,
  type Environment,
  RUN_SCHEMA_VERSION,
  type RunHeader,
  type TargetRecord,
  type WorkloadRecord,
} from "../run-file.js";
import type { Device } from "./device.js";

/** A first look, as `quick` is: three workers for each cell, since fewer tell nothing of how they differ. */
const PARAMETERS: EffortParameters = {
  processes: 3,
  slowProcesses: 3,
  slowProcessMs: 60_000,
  warmTimeMs: 300,
  warmupIterations: 2,
  minIterations: 5,
  maxIterations: 500,
  timeoutMs: 120_000,
  profiledIterations: 3,
};

export interface LivePlan {
  readonly suiteVersion: string;
  readonly device: Device;
  readonly workloads: readonly WorkloadRecord[];
  readonly targets: readonly TargetRecord[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seed: number;
}

/** The header of a run in a reader's browser. What a page cannot see of a machine is said to be unknown. */
export function liveHeader(plan: LivePlan): RunHeader {
  const { suiteVersion, device, startedAt, seed } = plan;
  return {
    kind: "header",
    schemaVersion: RUN_SCHEMA_VERSION,
    suiteVersion,
    runId: `${startedAt.replace(/[-:]/g, "").slice(0, 15)}Z-live-${checksumText(seed)}`,
    startedAt,
    effort: "quick",
    parameters: PARAMETERS,
    budgetMs: null,
    seed,
    environment: environmentOf(device),
    workloads: [...plan.workloads],
    targets: [...plan.targets],
  };
}

function environmentOf(device: Device): Environment {
  const { browser, system, userAgent, cores, memoryGib, isolated, gpu } = device;
  const adapter = gpu.state === "found" ? `, ${gpu.adapter.name}` : "";
  const text = [browser, system, cores, memoryGib, adapter].join("|");
  return {
    machineId: `browser-${checksumText(crc32(new TextEncoder().encode(text)))}`,
    cpuModel: `${browser} on ${system}${adapter}`,
    cpuFlags: [],
    cores,
    cpuQuotaCores: null,
    memoryBytes: (memoryGib ?? 0) * 2 ** 30,
    platform: "browser",
    arch: "unknown",
    kernel: system,
    hypervisor: null,
    governor: null,
    frequencyMhz: null,
    loadAverage1m: 0,
    node: "none",
    v8: "none",
    python: null,
    compiler: null,
    gitCommit: null,
    browser: { userAgent, isolated },
  };
}
