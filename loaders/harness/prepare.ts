import { mulberry32, seedOf } from "../../src/model/random.ts";
import {
  RUN_SCHEMA_VERSION,
  type RunHeader,
  SUITE_VERSION,
  type TargetRecord,
  type WorkloadRecord,
} from "../../src/model/run-file.ts";
import { type ModelFile, ownModel, userModel } from "../models/model-file.ts";
import type { Probe, Target } from "../targets/target.ts";
import { workloads as allWorkloads, sizeOf, workloadById } from "../workloads/index.ts";
import { browserFilesOf } from "./browser-files.ts";
import { EFFORT_PARAMETERS } from "./efforts.ts";
import { fingerprint } from "./fingerprint.ts";
import type { MeasureOptions } from "./measure.ts";
import type { OutputArray } from "./outputs.ts";
import type { Progress } from "./progress.ts";
import { referenceOutputs, type StagedWorkload, stageWorkload } from "./stage.ts";

export interface Probed {
  readonly probe: Probe;
  /** Workload id → artefacts. */
  readonly artefacts: Map<string, Record<string, string>>;
}

export async function stageAll(options: MeasureOptions): Promise<StagedWorkload[]> {
  const chosen = options.workloads.length > 0 ? options.workloads.map(workloadById) : allWorkloads;
  for (const id of Object.keys(options.models)) {
    workloadById(id);
    if (!chosen.some((workload) => workload.id === id)) {
      throw new Error(`a model is given for "${id}", which is not among the workloads to measure`);
    }
  }
  const staged: StagedWorkload[] = [];
  for (const workload of chosen) {
    const own = options.effort === "quick" ? workload.quickSize : workload.defaultSize;
    const reference = options.models[workload.id];
    const model: ModelFile = reference === undefined ? ownModel(workload) : await userModel(reference);
    staged.push(stageWorkload(workload, sizeOf(workload, options.size ?? own), model));
  }
  return staged;
}

/** Probes targets and builds their artefacts; a build that fails makes the target unavailable, not the run. */
export async function probeAll(
  targets: readonly Target[],
  staged: readonly StagedWorkload[],
  progress: Progress,
): Promise<Map<string, Probed>> {
  const probed = new Map<string, Probed>();
  for (const target of targets) {
    const artefacts = new Map<string, Record<string, string>>();
    let probe = await target.probe();
    try {
      if (probe.available && target.prepare) {
        for (const { workload } of staged) {
          if (!target.skips?.(workload.id)) artefacts.set(workload.id, await target.prepare(workload.id));
        }
      }
    } catch (error) {
      probe = { available: false, reason: (error as Error).message, enable: "npx portolan doctor" };
    }
    if (!probe.available) {
      progress.say(`${target.id} is not measured here: ${probe.reason}. To enable it: ${probe.enable}`);
    }
    probed.set(target.id, { probe, artefacts });
  }
  return probed;
}

export async function reference(item: StagedWorkload, options: MeasureOptions): Promise<OutputArray[]> {
  const { timeoutMs } = EFFORT_PARAMETERS[options.effort];
  try {
    return await referenceOutputs(item, { timeoutMs, signal: options.signal });
  } catch (error) {
    throw new Error(
      `the reference output of "${item.workload.id}" could not be computed with model ${item.model.source} ` +
        `(${item.model.bytes} bytes): ${(error as Error).message}`,
    );
  }
}

export async function headerFor(
  options: MeasureOptions,
  staged: readonly StagedWorkload[],
  targets: readonly Target[],
  probes: ReadonlyMap<string, Probed>,
): Promise<RunHeader> {
  const startedAt = new Date().toISOString();
  return {
    kind: "header",
    schemaVersion: RUN_SCHEMA_VERSION,
    suiteVersion: SUITE_VERSION,
    runId: `${startedAt.replace(/[-:]/g, "").slice(0, 15)}Z-${options.effort}-${process.pid}`,
    startedAt,
    effort: options.effort,
    parameters: EFFORT_PARAMETERS[options.effort],
    budgetMs: options.budgetMs,
    seed: options.seed ?? Math.floor(mulberry32(seedOf(startedAt))() * 2 ** 31),
    environment: await fingerprint(),
    workloads: staged.map(workloadRecord),
    targets: await Promise.all(
      targets.map((target) => targetRecord(target, probes.get(target.id)!.probe, staged, options.progress)),
    ),
  };
}

function workloadRecord({ workload, size, model, payloadBytes }: StagedWorkload): WorkloadRecord {
  return {
    id: workload.id,
    title: workload.title,
    summary: workload.summary,
    size: size.id,
    sizeLabel: size.label,
    payloadBytes,
    resultBytes: workload.maxResultLength(size) * 4,
    model: { name: workload.modelName, source: model.source, sha256: model.sha256, bytes: model.bytes },
  };
}

async function targetRecord(
  target: Target,
  probe: Probe,
  staged: readonly StagedWorkload[],
  progress: Progress,
): Promise<TargetRecord> {
  const { id, title, summary, port, course, reach, threads, glue } = target;
  const reasons = staged.flatMap(({ workload }) => {
    const reason = target.skips?.(workload.id);
    return reason ? [[workload.id, reason] as const] : [];
  });
  const skipped = reasons.length > 0 ? { skipped: Object.fromEntries(reasons) } : {};
  const tuned = target.tuning ? { tuned: true } : {};
  const fields = { id, title, summary, port, course, reach: [...reach], threads, glue, ...skipped, ...tuned };
  if (!probe.available) return { ...fields, available: false, reason: probe.reason, enable: probe.enable };
  const record = { ...fields, available: true as const, engines: { ...probe.engines } };
  if (target.browser === undefined) return record;
  try {
    return { ...record, browserFiles: await browserFilesOf(target.browser, staged) };
  } catch (error) {
    progress.say(`${id}: what a browser downloads is not counted: ${(error as Error).message}`);
    return record;
  }
}
