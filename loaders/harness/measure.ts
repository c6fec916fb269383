import { join } from "node:path";
import { mulberry32, seedOf } from "../../src/model/random.ts";
import {
  type Effort,
  type OutcomeRow,
  RUN_SCHEMA_VERSION,
  type RunHeader,
  type RunRow,
  SUITE_VERSION,
  type TargetRecord,
  type WorkloadRecord,
} from "../../src/model/run-file.ts";
import { type ModelFile, ownModel, userModel } from "../models/model-file.ts";
import { runsFolder } from "../paths.ts";
import { setUpPython } from "../python/venv.ts";
import { RunWriter } from "../store/run-file.ts";
import { readRuns } from "../store/runs.ts";
import { targets as allTargets, BASELINE_TARGET, targetById } from "../targets/index.ts";
import type { Probe, Target } from "../targets/target.ts";
import { workloads as allWorkloads, sizeOf, workloadById } from "../workloads/index.ts";
import { EFFORT_PARAMETERS } from "./efforts.ts";
import { fingerprint } from "./fingerprint.ts";
import type { OutputArray } from "./outputs.ts";
import { planSlots, type Slot } from "./plan.ts";
import { formatDuration, type Progress } from "./progress.ts";
import { runSlot } from "./run-slot.ts";
import { Schedule } from "./schedule.ts";
import { referenceOutputs, type StagedWorkload, stageWorkload } from "./stage.ts";

export interface MeasureOptions {
  readonly effort: Effort;
  readonly workloads: readonly string[];
  readonly targets: readonly string[];
  readonly size: string | null;
  /** Workload id → path or URL of a model that replaces the workload's own. */
  readonly models: Readonly<Record<string, string>>;
  readonly budgetMs: number | null;
  readonly seed: number | null;
  /** Start anew even if an interrupted run with the same plan could go on. */
  readonly fresh: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface MeasureResult {
  readonly path: string;
  readonly runId: string;
  readonly end: "complete" | "interrupted" | "budget";
  readonly outcomes: readonly OutcomeRow[];
  readonly resumed: boolean;
  readonly elapsedMs: number;
}

/** Measures workloads × targets on this machine into a run file, or goes on with an interrupted one. */
export async function measure(options: MeasureOptions): Promise<MeasureResult> {
  const { progress, signal } = options;
  const chosen = options.targets.length > 0 ? options.targets.map(targetById) : allTargets;
  const staged = await stageAll(options);
  if (chosen.some((target) => target.id === BASELINE_TARGET)) {
    const setup = await setUpPython((line) => progress.say(line));
    if (!setup.ok)
      progress.say(`python is not measured here: ${setup.reason}. To enable it: ${setup.enable}`);
  }
  const probes = await probeAll(chosen, staged, progress);
  const usable = chosen.filter((target) => probes.get(target.id)!.probe.available);
  if (usable.length === 0) {
    throw new Error("none of the chosen targets can run on this machine; see `portolan doctor`");
  }
  const references = new Map<string, OutputArray[]>();
  for (const item of staged) {
    references.set(item.workload.id, await reference(item, options));
  }

  const header = await headerFor(options, staged, chosen, probes);
  const previous = options.fresh ? null : findInterrupted(header, progress);
  const runHeader = previous?.run.header ?? header;
  const path = previous?.path ?? join(runsFolder(), `${header.runId}.jsonl`);
  const writer = new RunWriter(path, previous ? null : header);
  const known = new Map<string, OutcomeRow>(
    (previous?.run.outcomes ?? []).filter((row) => row.state !== "cut").map((row) => [row.process, row]),
  );
  const slots = planSlots({
    seed: runHeader.seed,
    workloads: staged.map((item) => item.workload.id),
    targets: usable.map((target) => target.id),
    aaTarget: aaTarget(usable),
    parameters: runHeader.parameters,
  });
  if (known.size > 0) {
    progress.say(
      `Going on with interrupted run ${runHeader.runId}: ${known.size} of ${slots.length} processes are there.`,
    );
  }

  const start = performance.now();
  const outcomes: OutcomeRow[] = [...known.values()];
  const append = (row: RunRow) => writer.append(row);
  const schedule = new Schedule(slots, known, runHeader);
  let end: MeasureResult["end"] = "complete";
  const cut: Slot[] = [];
  progress.start(schedule.pending().length);
  try {
    for (let slot = schedule.next(); slot; slot = schedule.next()) {
      const left =
        options.budgetMs === null ? Number.POSITIVE_INFINITY : options.budgetMs - (performance.now() - start);
      if (schedule.expectedMs(slot) > left) {
        schedule.drop(slot);
        cut.push(slot);
        end = "budget";
        continue;
      }
      const outcome = await runSlot({
        slot,
        staged: staged.find((item) => item.workload.id === slot.workload)!,
        target: targetById(slot.target),
        artefacts: probes.get(slot.target)!.artefacts.get(slot.workload) ?? {},
        reference: references.get(slot.workload)!,
        parameters: runHeader.parameters,
        signal,
        append,
      });
      outcomes.push(outcome);
      schedule.finished(slot, outcome);
      progress.step(describe(slot, outcome), schedule.leftMs());
      if (outcome.state !== "ok") progress.say(`  ${slot.process}: ${outcome.state} — ${outcome.detail}`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    end = "interrupted";
  } finally {
    progress.stop();
  }
  const elapsedMs = performance.now() - start;
  for (const slot of cut) append(cutRow(slot, options.budgetMs!));
  append({ kind: "end", reason: end, detail: cutDetail(cut), elapsedMs, at: new Date().toISOString() });
  writer.close();
  return { path, runId: runHeader.runId, end, outcomes, resumed: previous !== null, elapsedMs };
}

interface Probed {
  readonly probe: Probe;
  /** Workload id → artefacts. */
  readonly artefacts: Map<string, Record<string, string>>;
}

async function stageAll(options: MeasureOptions): Promise<StagedWorkload[]> {
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
async function probeAll(
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
        for (const { workload } of staged) artefacts.set(workload.id, await target.prepare(workload.id));
      }
    } catch (error) {
      probe = { available: false, reason: (error as Error).message, enable: "portolan doctor" };
    }
    if (!probe.available) {
      progress.say(`${target.id} is not measured here: ${probe.reason}. To enable it: ${probe.enable}`);
    }
    probed.set(target.id, { probe, artefacts });
  }
  return probed;
}

async function reference(item: StagedWorkload, options: MeasureOptions): Promise<OutputArray[]> {
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

async function headerFor(
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
    targets: targets.map((target) => targetRecord(target, probes.get(target.id)!.probe)),
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

function targetRecord(target: Target, probe: Probe): TargetRecord {
  const { id, title, summary, port, reach, threads } = target;
  const fields = { id, title, summary, port, reach: [...reach], threads };
  return probe.available
    ? { ...fields, available: true, engines: { ...probe.engines } }
    : { ...fields, available: false, reason: probe.reason, enable: probe.enable };
}

/** The newest run of the same plan on this machine, if it was cut off. */
function findInterrupted(header: RunHeader, progress: Progress) {
  const same = (other: RunHeader) => planKey(other) === planKey(header);
  const newest = readRuns((message) => progress.say(message))
    .filter(({ run }) => same(run.header))
    .at(-1);
  const ended = newest?.run.ends.at(-1)?.reason;
  return newest && (ended === undefined || ended === "interrupted") ? newest : null;
}

/** Two runs with equal keys ask the same question of the same machine with the same parts. */
function planKey({ environment, targets, workloads, ...header }: RunHeader): string {
  return JSON.stringify([
    header.suiteVersion,
    header.effort,
    header.parameters,
    environment.machineId,
    workloads.map((w) => [w.id, w.size, w.model.sha256]),
    targets.map((t) => [t.id, t.available && t.engines]),
  ]);
}

/** The A/A arm repeats the quickest kind of target: noise is read best where little else is going on. */
function aaTarget(usable: readonly Target[]): string | null {
  const single = usable.filter((target) => target.threads === 1);
  return (single.find((target) => target.port === "native") ?? single.at(-1))?.id ?? null;
}

function describe(slot: Slot, outcome: OutcomeRow): string {
  const arm = slot.arm === "wall" ? `#${slot.replicate + 1}` : slot.arm;
  return `${slot.workload} × ${slot.target} ${arm} (${(outcome.elapsedMs / 1e3).toFixed(1)} s)`;
}

function cutRow(slot: Slot, budgetMs: number): OutcomeRow {
  const { process, workload, target, arm, replicate } = slot;
  return {
    kind: "outcome",
    ...{ process, workload, target, arm, replicate, slot: slot.slot },
    state: "cut",
    detail: `the budget of ${formatDuration(budgetMs)} left no time for it`,
    elapsedMs: 0,
    cpuPerWall: null,
    overheadMs: null,
    agreement: null,
    loadAverage1m: 0,
    at: new Date().toISOString(),
  };
}

function cutDetail(cut: readonly Slot[]): string {
  if (cut.length === 0) return "";
  const cells = new Set(cut.map((slot) => `${slot.workload} × ${slot.target}`));
  return `${cut.length} processes of ${cells.size} cells were cut: ${[...cells].sort().join(", ")}`;
}
