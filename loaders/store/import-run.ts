import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type RunHeader, SUITE_VERSION } from "../../src/model/run-file.ts";
import { holderOf, saidOf } from "../files/lock.ts";
import { makeWhole } from "../files/whole-file.ts";
import { modelOf } from "../harness/stage.ts";
import { ownModels } from "../models/model-file.ts";
import { runsFolder } from "../paths.ts";
import { knownWorkloads } from "../workloads/index.ts";
import { differenceOf } from "./compare-rows.ts";
import { type LookedThrough, lookThroughRun } from "./look-through-run.ts";
import { RECORDING_SUFFIX } from "./recording-file.ts";
import { openRunFile, RunWriter } from "./run-file.ts";
import type { SpooledRun } from "./run-sources.ts";
import { listRuns } from "./runs.ts";

export interface Imported {
  readonly file: string;
  readonly runId: string | null;
  readonly state: "added" | "extended" | "there" | "refused";
  /** Why it was refused; else what is in it. */
  readonly detail: string;
  readonly warnings: readonly string[];
}

/** The runs that are there, to which others are added. */
export interface KnownRuns {
  /** Run id → its file. */
  readonly paths: Map<string, string>;
  /** Workload and hash of its model, of all of them. */
  readonly models: Set<string>;
}

const modelKey = (workload: string, sha256: string): string => `${workload} ${sha256}`;

/** By their headers alone: a thousand runs are known at once. */
export function knownRuns(): KnownRuns {
  const known: KnownRuns = { paths: new Map(), models: new Set() };
  // A build says what is wrong with those that cannot be read.
  for (const { path, runId, workloads: held } of listRuns(() => {})) {
    known.paths.set(runId, path);
    for (const { id, sha256 } of held) known.models.add(modelKey(id, sha256));
  }
  return known;
}

/** What a run's file is called by; nothing that leads out of the folder. */
const SAFE_ID = /^[\w-]+(?:\.[\w-]+)*$/;

/** @throws Error that says what is allowed */
export function checkRunId(runId: string): void {
  if (!SAFE_ID.test(runId) || `${runId}.jsonl`.endsWith(RECORDING_SUFFIX))
    throw new Error(
      `its run id is ${JSON.stringify(runId)}; allowed are letters, digits, "-", "_" and single dots, and no end in ".recording"`,
    );
}

/**
 * Copies a run into the runs folder as it is, once it is known to be whole and of what is measured here.
 *
 * @param as the id that it gets instead of its own; null for its own
 */
export async function importRun(
  spooled: SpooledRun,
  known: KnownRuns,
  as: string | null = null,
): Promise<Imported> {
  const file = spooled.name;
  try {
    const looked = lookThroughRun(spooled.path, spooled);
    const { header, warnings } = looked;
    const runId = as ?? header.runId;
    const found = (state: Imported["state"], detail: string): Imported => ({
      ...{ file, runId, state, detail },
      warnings: state === "added" || state === "extended" ? warnings : [],
    });
    checkRunId(runId);
    const refusal = await refusalOf(looked, known);
    if (refusal !== null) return found("refused", refusal);
    const source = as === null ? spooled.path : renamed(spooled.path, as);
    const there = known.paths.get(runId);
    if (there !== undefined) return await besideOther(there, source, found);
    const path = join(runsFolder(), `${runId}.jsonl`);
    await makeWhole(path, async (half) => copyFileSync(source, half));
    known.paths.set(runId, path);
    for (const { id, model } of header.workloads) known.models.add(modelKey(id, model.sha256));
    return found("added", contentOf(header));
  } catch (error) {
    return { file, runId: null, state: "refused", detail: (error as Error).message, warnings: [] };
  }
}

function contentOf({ environment, workloads: held, targets }: RunHeader): string {
  const count = targets.filter(({ available }) => available).length;
  return `${held.map(({ title }) => title).join(", ")} on ${count} targets, ${environment.cpuModel}`;
}

/** Of two files of one run the longer is the later, if it begins with the other: a run that was gone on with. */
async function besideOther(
  there: string,
  source: string,
  found: (state: Imported["state"], detail: string) => Imported,
): Promise<Imported> {
  const difference = differenceOf(there, source);
  switch (difference.state) {
    case "equal":
      return found("there", "it was imported or measured before");
    case "shorter":
      return found(
        "there",
        `and it has ${difference.rows} rows more: this file is the same run, cut off earlier`,
      );
    case "longer": {
      const holder = holderOf(there);
      if (holder) return found("refused", `${saidOf(holder)}; import it again when that has ended`);
      await makeWhole(there, async (half) => copyFileSync(source, half));
      return found(
        "extended",
        `the one that was there ended ${difference.rows} rows earlier, and is a part of it`,
      );
    }
    case "other":
      return found(
        "refused",
        `another run with that id is there, ${there}: up to line ${difference.line - 1} the two are equal, and on line ${difference.line} ` +
          `${difference.what}. If one of them was changed, remove it; to keep both: npx portolan import --as <another id> FILE`,
      );
  }
}

/** The same run under another id, with checksums of its own. */
function renamed(path: string, runId: string): string {
  const other = `${path}.renamed`;
  const { header, rest } = openRunFile(path);
  const writer = new RunWriter(other, { ...header, runId });
  try {
    for (const row of rest) writer.append(row);
  } finally {
    writer.close();
  }
  return other;
}

/** Hash of the model that a workload has here: making it takes a while, and a thousand runs ask for the same. */
const ownHashes = new Map<string, Promise<string>>();

function ownHash(workload: ReturnType<typeof knownWorkloads>[number]): Promise<string> {
  const known = ownHashes.get(workload.id);
  if (known !== undefined) return known;
  const made = ownModels(workload).then((models) => modelOf({ models }).sha256);
  ownHashes.set(workload.id, made);
  return made;
}

async function refusalOf({ header, isEmpty }: LookedThrough, known: KnownRuns): Promise<string | null> {
  const [major, own] = [header.suiteVersion, SUITE_VERSION].map((version) => Number(version.split(".")[0]));
  if (major !== own)
    return (
      `it is of suite ${header.suiteVersion}, and this Portolan measures suite ${SUITE_VERSION}: the two are not comparable; ` +
      (major! > own! ? "a newer Portolan measured it: update this one" : "measure it again with this one")
    );
  if (isEmpty)
    return "it was cut off before anything in it was whole: it has no end and no process that came to one; measure again";
  for (const { id, title, model } of header.workloads) {
    const all = knownWorkloads();
    const workload = all.find((one) => one.id === id);
    if (!workload)
      return `it holds the workload "${id}"; known are ${all.map((one) => one.id).join(", ")}; one of your own is known once PORTOLAN_WORKLOADS, or workloads in portolan.config.yaml, names its folder`;
    if (!known.models.has(modelKey(id, model.sha256)) && (await ownHash(workload)) !== model.sha256)
      return `its model of ${title} (${model.source}, SHA-256 ${model.sha256.slice(0, 12)}…) is none that a run here has; measure with the same file first: npx portolan measure --model ${id}=<file>`;
  }
  return null;
}
