import { basename, dirname } from "node:path";
import type { OutputArray } from "../../src/model/outputs.ts";
import { filesIn } from "../files/files-in.ts";
import { glueHeaderPath, gluePath, hasGlue } from "../glue/sources.ts";
import { batchCommand, looksAtBatches } from "../harness/batches.ts";
import { EFFORT_PARAMETERS } from "../harness/efforts.ts";
import type { MeasureOptions } from "../harness/options.ts";
import { processesOf } from "../harness/prepare.ts";
import { toleranceOf } from "../harness/run-slot.ts";
import { artefactsFor, jobFor, type StagedWorkload } from "../harness/stage.ts";
import { neededModules } from "../python/glue.ts";
import { whyLeftOut } from "../targets/skips.ts";
import type { Target } from "../targets/target.ts";
import type { Job } from "../worker/job.ts";
import type { BatchCommand } from "../worker/protocol.ts";
import type { Cargo } from "./cargo.ts";

/** A workload on a target, as the kit's Python is told of it: each path is the name of a file in the kit. */
export interface KitCell {
  readonly workload: string;
  readonly target: string;
  readonly processes: number;
  /** What it imports beyond what its target does, with the package that brings each. */
  readonly modules: Readonly<Record<string, string>>;
  readonly job: Omit<Job, "responsePath">;
  /** How far outputs may be from the reference. */
  readonly tolerance: { readonly tensors: number; readonly result: number };
  /** What its first process is asked of batches, or why it need not be; absent where that is not looked at. */
  readonly batch?: BatchCommand | string;
}

/** Everything that is measured of a workload on the targets, with its files on board. */
export async function cellsOf(
  item: StagedWorkload,
  targets: readonly Target[],
  reference: readonly OutputArray[],
  cargo: Cargo,
  options: MeasureOptions,
): Promise<KitCell[]> {
  const { id } = item.workload;
  const cells: KitCell[] = [];
  for (const target of targets) {
    if (whyLeftOut(target, id, options) !== null) continue;
    cells.push({
      workload: id,
      target: target.id,
      processes: processesOf(target, EFFORT_PARAMETERS[options.effort]),
      modules: modulesOf(item, target),
      job: await jobIn(cargo, item, target),
      tolerance: toleranceOf(item, target, reference),
      ...(target.batches && looksAtBatches(options) ? { batch: batchIn(cargo, item, options) } : {}),
    });
  }
  return cells;
}

function batchIn(cargo: Cargo, item: StagedWorkload, { effort }: MeasureOptions): BatchCommand | string {
  const command = batchCommand(item, effort);
  return typeof command === "string"
    ? command
    : { ...command, path: cargo.addByContent("models", command.path) };
}

function modulesOf({ workload }: StagedWorkload, { glue, kit }: Target): Record<string, string> {
  const known = new Set(Object.keys(kit!.modules));
  // Compiled glue imports nothing; a package is most often called what its module is.
  const ofGlue = glue === "compiled" ? [] : neededModules(workload.id).filter((name) => !known.has(name));
  return {
    ...(workload.decode === "picture" ? { PIL: "pillow" } : {}),
    ...Object.fromEntries(ofGlue.map((name) => [name, name])),
  };
}

async function jobIn(cargo: Cargo, item: StagedWorkload, target: Target): Promise<KitCell["job"]> {
  const { id } = item.workload;
  const artefacts: Record<string, string> = {};
  // What is compiled is for the machine that it is compiled on.
  if (target.glue === "compiled") addCGlue(cargo, id);
  else
    for (const [name, path] of Object.entries(await artefactsFor(target, item)))
      artefacts[name] =
        name === "glue" ? addPythonGlue(cargo, id, path) : cargo.addByContent("artefacts", path);
  const { responsePath: _, ...job } = jobFor(item, target, artefacts);
  return {
    ...job,
    payloadPath: cargo.add(`inputs/${id}.payload`, job.payloadPath),
    assetsPath: cargo.add(`inputs/${id}.assets`, job.assetsPath),
    models: job.models.map((model, i) => ({
      ...model,
      path: cargo.add(`models/${item.models[i]!.sha256.slice(0, 16)}.onnx`, model.path),
    })),
  };
}

/** With what lies beside it and may be imported. */
function addPythonGlue(cargo: Cargo, workloadId: string, path: string): string {
  for (const file of filesIn(dirname(path)))
    if (file.endsWith(".py")) cargo.add(`glue/${workloadId}/${file}`, `${dirname(path)}/${file}`);
  return `glue/${workloadId}/${basename(path)}`;
}

function addCGlue(cargo: Cargo, workloadId: string): void {
  if (!hasGlue(workloadId, "c")) return;
  cargo.add("glue/glue.h", glueHeaderPath);
  cargo.add(`glue/${workloadId}/glue.c`, gluePath(workloadId, "c"));
}
