import { isImitated } from "../../src/model/adapter.ts";
import { CROSSING_HOSTS, type CrossingHost } from "../../src/model/boundary/ways.ts";
import { answerOf, callsOf, largestOf, type OutputArray, resultOf } from "../../src/model/outputs.ts";
import type { EffortParameters, RunHeader } from "../../src/model/run-file.ts";
import { diskFailure, isDiskFull } from "../files/disk-full.ts";
import { Interrupted } from "../interruption.ts";
import { ownModels, userModel, whyNoWeights } from "../models/model-file.ts";
import { homeFolder } from "../paths.ts";
import { targets as allTargets, targetById } from "../targets/index.ts";
import { formatOf, whyLeftOut, whySkipped } from "../targets/skips.ts";
import type { Probe, Target } from "../targets/target.ts";
import { knownWorkloads, sizeOf, workloadById } from "../workloads/index.ts";
import { modelsAlone } from "../workloads/model-alone/workload.ts";
import { hasSteps, type StepWorkload, type Workload, type WorkloadSize } from "../workloads/workload.ts";
import { EFFORT_PARAMETERS, parametersFor } from "./efforts.ts";
import { headerFor } from "./header.ts";
import type { MeasureOptions, TargetSet } from "./options.ts";
import type { PlannedCell } from "./plan.ts";
import type { Progress } from "./progress.ts";
import {
  artefactsFor,
  modelOf,
  referenceOutputs,
  referenceScores,
  type Scored,
  type StagedWorkload,
  stageWorkload,
} from "./stage.ts";

/** Everything that is there before the first process starts. */
export interface Ready {
  readonly staged: readonly StagedWorkload[];
  readonly probes: ReadonlyMap<string, Probed>;
  readonly usable: readonly Target[];
  readonly cells: readonly PlannedCell[];
  readonly references: ReadonlyMap<string, OutputArray[]>;
  /** Of language models whose engines may say other tokens, by workload. */
  readonly scores: ReadonlyMap<string, Scored>;
  readonly boundaryHosts: readonly CrossingHost[];
  /** Where Wasm's features are looked at: a first look has no time for a process for each variant. */
  readonly featureHosts: readonly CrossingHost[];
  readonly header: RunHeader;
}

export async function makeReady(options: MeasureOptions): Promise<Ready> {
  const { progress } = options;
  const chosen = targetsOf(options);
  const asked = options.onnx ? [] : workloadsOf(options);
  const isLeftOut = (target: Target, id: string) => whyLeftOut(target, id, options) !== null;
  if (asked.length > 0 && !chosen.some((target) => asked.some(({ id }) => !whySkipped(target, id))))
    throw new Error(nothingToMeasure(chosen, asked));
  progress.say("Preparing models, requests and reference outputs (longer the first time) …");
  const staged = await stageAll(options);
  // What runtimes take is a gigabyte: nobody gets that who has not asked for them.
  const toSetUp = chosen.filter(
    (target) => !(target.standalone || target.reads) || isAskedFor(target, options),
  );
  for (const setUp of new Set(toSetUp.flatMap((target) => target.setUp ?? []))) {
    const setup = await setUp((line) => progress.say(line));
    if (!setup.ok) progress.say(`${setup.reason}. To fix it: ${setup.enable}`);
  }
  const wanted = (target: Target, probe: Probe) => unlessUnasked(target, probe, options);
  const probes = await probeAll(chosen, staged, progress, wanted);
  const usable = chosen.filter((target) => probes.get(target.id)!.probe.available);
  if (usable.length === 0) {
    throw new Error("none of the chosen targets can run on this machine; see `npx portolan doctor`");
  }
  const parameters = parametersFor(options.effort, staged);
  const mostOf = ({ firstLookProcesses = Number.POSITIVE_INFINITY }: Workload<WorkloadSize>) =>
    options.effort === "quick" ? firstLookProcesses : Number.POSITIVE_INFINITY;
  const isProof = ({ id }: Target) => isImitated(probes.get(id)!.probe);
  const cells: PlannedCell[] = staged.flatMap(({ workload }) =>
    usable
      .filter((target) => !isLeftOut(target, workload.id) && !isProof(target))
      .map((target) => ({
        workload: workload.id,
        target: target.id,
        processes: Math.min(processesOf(target, parameters), mostOf(workload)),
      })),
  );
  // The lightest first: one that works is enough.
  const bytesOf = (item: StagedWorkload) => modelOf(item).bytes + item.payloadBytes;
  const bySize = [...staged].sort((a, b) => bytesOf(a) - bytesOf(b));
  for (const target of usable.filter(isProof))
    for (const { workload } of bySize)
      if (!isLeftOut(target, workload.id))
        cells.push({ workload: workload.id, target: target.id, processes: 1, isProof: true });
  if (cells.length === 0)
    throw new Error(
      nothingToMeasure(
        usable,
        staged.map(({ workload }) => workload),
      ),
    );
  const references = await referencesOf(staged, options);
  const scores = await scoresOf(staged, options);
  if (options.onnx) for (const output of references.values()) refuseNaN(output);
  const header = await headerFor(
    options,
    staged.map((item) => compared(item, references)),
    chosen,
    probes,
  );
  const hosts = boundaryHosts(options);
  const isLong = options.effort !== "quick" || options.boundary === true;
  const featureHosts = hosts.filter((host) => isLong || host === "browser");
  return { staged, probes, usable, cells, references, scores, boundaryHosts: hosts, featureHosts, header };
}

/**
 * The reference outputs of each workload, by its id.
 *
 * @throws Error where they cannot be computed, or are known to be wrong
 */
export async function referencesOf(
  staged: readonly StagedWorkload[],
  options: MeasureOptions,
): Promise<Map<string, OutputArray[]>> {
  const references = new Map<string, OutputArray[]>();
  for (const item of staged) references.set(item.workload.id, await reference(item, options));
  for (const item of staged) refuseWrong(item, references.get(item.workload.id)!);
  return references;
}

async function scoresOf(
  staged: readonly StagedWorkload[],
  options: MeasureOptions,
): Promise<Map<string, Scored>> {
  const { timeoutMs } = EFFORT_PARAMETERS[options.effort];
  const scores = new Map<string, Scored>();
  for (const item of staged) {
    const scored = await referenceScores(item, { timeoutMs, signal: options.signal });
    if (scored) scores.set(item.workload.id, scored);
  }
  return scores;
}

/** @throws Error where nothing could be compared with what a model makes of its inputs */
function refuseNaN(outputs: readonly OutputArray[]): void {
  const result = resultOf(outputs);
  const strange = result.filter((value) => !Number.isFinite(value)).length;
  if (strange > 0)
    throw new Error(
      `${strange} of the ${result.length} numbers that the model gives for these inputs are NaN or infinite, so that no engine's can be compared: give inputs that it was made for, with --input`,
    );
}

/** With what the references say of it: how often a request calls its models, or what quantising its weights did to its outputs. */
export function compared(
  item: StagedWorkload,
  references: ReadonlyMap<string, OutputArray[]>,
): StagedWorkload {
  if (hasSteps(item.workload))
    return { ...item, answered: answeredBy(item.workload, references.get(item.workload.id)!) };
  if (item.quantisedFrom === undefined) return item;
  const before = resultOf(references.get(item.quantisedFrom)!);
  const after = resultOf(references.get(item.workload.id)!);
  const variant = {
    of: item.quantisedFrom,
    weights: "int8" as const,
    maxAbsError: largestOf(before.map((value, at) => after[at]! - value)),
    maxAbs: largestOf(before),
  };
  return { ...item, variant };
}

function answeredBy(
  { models }: StepWorkload,
  reference: readonly OutputArray[],
): NonNullable<StagedWorkload["answered"]> {
  const calls = callsOf(reference);
  return {
    calls: models.map(({ name }, i) => {
      const own = calls.filter(({ model }) => model === i);
      return {
        model: name,
        calls: own.length,
        inputBytes: own.reduce((sum, { inputBytes }) => sum + inputBytes, 0),
        outputBytes: own.reduce((sum, { outputBytes }) => sum + outputBytes, 0),
      };
    }),
    answer: answerOf(reference)!,
  };
}

/** @throws Error where what is right is known, and this is not it: nothing would be proved by engines that agree on it */
function refuseWrong({ workload, size }: StagedWorkload, reference: readonly OutputArray[]): void {
  if (!hasSteps(workload) || !workload.judge) return;
  const wrong = workload.judge(JSON.parse(new TextDecoder().decode(answerOf(reference)!)), size);
  if (wrong !== null) throw new Error(`the reference output of "${workload.id}" is wrong: ${wrong}`);
}

/** Most go to what answers rest on first: today, its compiled slice and its native port, each on one thread. */
export function processesOf(
  target: Target,
  { processes, otherProcesses = processes }: EffortParameters,
): number {
  const { course, port, threads } = target;
  const isFirst = threads === 1 && (course === "stay" || course === "slice" || port === "native");
  return isFirst ? processes : otherProcesses;
}

function nothingToMeasure(
  [target]: readonly Target[],
  [workload]: readonly Workload<WorkloadSize>[],
): string {
  const reason = whySkipped(target!, workload!.id);
  return `${workload!.id} is not measured on ${target!.id}: ${reason}; choose another --target`;
}

export interface Probed {
  readonly probe: Probe;
  /** Workload id → artefacts. */
  readonly artefacts: Map<string, Record<string, string>>;
}

/** A browser for each process takes seconds, which a first look does without. */
function setOf({ targets, set, effort, workloads }: MeasureOptions): TargetSet | null {
  if (set !== null || targets.length > 0) return set;
  if (workloads.length > 0 && workloads.every((id) => formatOf(id) === "gguf")) return "llm";
  return effort === "quick" ? "node" : "all";
}

/** Where boundaries are looked at: wherever targets are that run in Node or in a browser. */
function boundaryHosts(options: MeasureOptions): CrossingHost[] {
  const which = setOf(options);
  if (!(options.boundary ?? which !== null)) return [];
  return CROSSING_HOSTS.filter((host) => which === null || which === "all" || which === host);
}

function targetsOf(options: MeasureOptions): readonly Target[] {
  const named = options.targets.map(targetById);
  const which = setOf(options);
  const isToday = ({ course, threads, standalone, reads }: Target) =>
    course === "stay" && threads === 1 && standalone === undefined && reads === undefined;
  // An engine in Wasm, and a native one, on the same thread and the same glue: what a program without Node is compared with.
  const isPort = ({ course, threads, glue, host, tuning }: Target) =>
    course === "port" && threads === 1 && glue === "compiled" && host.kind === "node" && !tuning;
  const kindOf = ({ host, standalone, reads }: Target): TargetSet =>
    reads === "gguf" ? "llm" : standalone ? "standalone" : host.kind === "browser" ? "browser" : "node";
  const inSet = (target: Target) =>
    which === "all" ||
    which === kindOf(target) ||
    (which !== "node" && which !== "llm" && isToday(target)) ||
    (which === "standalone" && isPort(target));
  return allTargets.filter((target) => named.includes(target) || (which !== null && inSet(target)));
}

/** Those that are named; else all that a chosen target's engine can read, but what a first look has no time for. */
function workloadsOf(options: MeasureOptions): readonly Workload<WorkloadSize>[] {
  const { workloads, effort } = options;
  if (workloads.length > 0) return workloads.map(workloadById);
  const formats = new Set(targetsOf(options).map(({ reads = "onnx" }) => reads));
  return knownWorkloads().filter(
    ({ reads = "onnx", inFirstLook = true }) => formats.has(reads) && (inFirstLook || effort !== "quick"),
  );
}

export async function stageAll(options: MeasureOptions): Promise<StagedWorkload[]> {
  if (options.onnx) {
    const { progress, signal } = options;
    const models = await modelsAlone(options.onnx, { say: (line) => progress.say(line), signal });
    return models.map(({ workload, model, quantisedFrom }) => ({
      ...stageWorkload(workload, sizeOf(workload, workload.quickSize), [model]),
      ...(quantisedFrom === undefined ? {} : { quantisedFrom }),
    }));
  }
  const chosen = workloadsOf(options);
  for (const id of Object.keys(options.models)) {
    workloadById(id);
    if (!chosen.some((workload) => workload.id === id)) {
      throw new Error(`a model is given for "${id}", which is not among the workloads to measure`);
    }
  }
  const staged: StagedWorkload[] = [];
  for (const workload of chosen) {
    const reason = options.workloads.length === 0 ? whyNoWeights(workload) : null;
    if (reason !== null) {
      options.progress.say(`${workload.id} is not measured here: ${reason}`);
      continue;
    }
    const own = options.effort === "quick" ? workload.quickSize : workload.defaultSize;
    const reference = options.models[workload.id];
    if (reference !== undefined && hasSteps(workload))
      throw new Error(
        `a model is given for "${workload.id}", whose requests call ${workload.models.map(({ name }) => name).join(" and ")}: none of them can be replaced`,
      );
    const models = reference === undefined ? await ownModels(workload) : [await userModel(reference)];
    staged.push(stageWorkload(workload, sizeOf(workload, options.size ?? own), models));
  }
  return staged;
}

const isAskedFor = ({ id }: Target, { targets, set }: MeasureOptions): boolean =>
  set !== null || targets.includes(id);

/**
 * A GPU in software takes long to prove no more than that its path works, and a container's image takes room on the disk: they are
 * measured where somebody asks for them.
 */
function unlessUnasked(target: Target, probe: Probe, options: MeasureOptions): Probe {
  if (!probe.available || isAskedFor(target, options)) return probe;
  const { id, standalone } = target;
  if (standalone?.container)
    return {
      available: false,
      reason: "it needs an image, which is made of files of this machine for who asks for it",
      enable: `npx portolan measure --target ${id}`,
    };
  if (!probe.adapter?.software) return probe;
  return {
    available: false,
    reason: `its GPU is imitated on the CPU (${probe.adapter.name}), which says nothing of a GPU's speed`,
    enable: `a GPU and its driver; or, to see that the path works, npx portolan measure --target ${id}`,
  };
}

/** Probes targets and builds their artefacts; a build that fails makes the target unavailable, not the run. */
export async function probeAll(
  targets: readonly Target[],
  staged: readonly StagedWorkload[],
  progress: Progress,
  judge = (_: Target, probe: Probe): Probe => probe,
): Promise<Map<string, Probed>> {
  const probed = new Map<string, Probed>();
  for (const target of targets) {
    const artefacts = new Map<string, Record<string, string>>();
    let probe = judge(target, await target.probe());
    try {
      if (probe.available && target.prepare) {
        for (const item of staged) {
          if (whySkipped(target, item.workload.id)) continue;
          artefacts.set(item.workload.id, await artefactsFor(target, item));
        }
      }
    } catch (error) {
      if (error instanceof Interrupted || isDiskFull(error)) throw error;
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
    if (isDiskFull(error)) throw diskFailure(error, homeFolder("cache"));
    const { source, bytes } = modelOf(item);
    throw new Error(
      `the reference output of "${item.workload.id}" could not be computed with model ${source} ` +
        `(${bytes} bytes): ${(error as Error).message}`,
    );
  }
}
