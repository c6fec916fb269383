import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type RunHeader, SUITE_VERSION } from "../../src/model/run-file.ts";
import { readNamedFile } from "../files/named-file.ts";
import { isFolder } from "../files/stats.ts";
import { writeWhole } from "../files/whole-file.ts";
import { modelOf } from "../harness/stage.ts";
import { ownModels } from "../models/model-file.ts";
import { runsFolder } from "../paths.ts";
import { workloads } from "../workloads/index.ts";
import { RECORDING_SUFFIX } from "./recording-file.ts";
import { readRunFile } from "./run-file.ts";
import type { StoredRun } from "./runs.ts";

export interface Imported {
  readonly file: string;
  readonly runId: string | null;
  readonly state: "added" | "there" | "refused";
  /** Why it was refused; else what is in it. */
  readonly detail: string;
  readonly warnings: readonly string[];
}

/** The run files that a user means: each file, those of each folder, and those that a pattern in a file's name fits. */
export function runFilesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (isFolder(path)) return filesIn(path, /\.jsonl$/);
    if (!/[*?]/.test(basename(path))) return [path];
    // A shell that knows no patterns, or was given one in quotes.
    const found = filesIn(dirname(path), patternOf(basename(path)));
    return found.length > 0 ? found : [path];
  });
}

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name) && !name.endsWith(RECORDING_SUFFIX))
    .sort()
    .map((name) => join(folder, name));

function patternOf(name: string): RegExp {
  const escaped = name
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`);
}

/** What a run's file is called by; nothing that leads out of the folder. */
const SAFE_ID = /^[\w-]+(?:\.[\w-]+)*$/;

/**
 * Copies a run into the runs folder as it is, once it is known to be whole and of what is measured here.
 *
 * @param known the runs that are there, to which this one is added: the same run under two names is added once
 */
export async function importRun(file: string, known: StoredRun[]): Promise<Imported> {
  try {
    const bytes = readNamedFile(file, {
      what: "run file",
      give: "give the path of a .jsonl file (docs/run-file.md)",
    });
    const { run, warnings } = readRunFile(file);
    const { runId } = run.header;
    const found = (state: Imported["state"], detail: string): Imported => ({
      file,
      runId,
      state,
      detail,
      warnings,
    });
    if (known.some((one) => one.run.header.runId === runId))
      return found("there", "it was imported or measured before");
    const refusal = await refusalOf(run.header, known);
    if (refusal !== null) return found("refused", refusal);
    const path = join(runsFolder(), `${runId}.jsonl`);
    writeWhole(path, bytes);
    known.push({ path, run, warnings });
    const { environment, workloads: held, targets } = run.header;
    const count = targets.filter(({ available }) => available).length;
    return found(
      "added",
      `${held.map(({ title }) => title).join(", ")} on ${count} targets, ${environment.cpuModel}`,
    );
  } catch (error) {
    return { file, runId: null, state: "refused", detail: (error as Error).message, warnings: [] };
  }
}

async function refusalOf(header: RunHeader, known: readonly StoredRun[]): Promise<string | null> {
  const { runId, suiteVersion } = header;
  if (!SAFE_ID.test(runId) || `${runId}.jsonl`.endsWith(RECORDING_SUFFIX))
    return `its run id is ${JSON.stringify(runId)}; allowed are letters, digits, "-", "_" and single dots, and no end in ".recording"`;
  const majorOf = (version: string) => version.split(".")[0];
  if (majorOf(suiteVersion) !== majorOf(SUITE_VERSION))
    return `it is of suite ${suiteVersion}, and this Portolan measures suite ${SUITE_VERSION}: the two are not comparable; measure it again with this one`;
  for (const { id, title, model } of header.workloads) {
    const workload = workloads.find((one) => one.id === id);
    if (!workload)
      return `it holds the workload "${id}"; known are ${workloads.map((one) => one.id).join(", ")}`;
    const isKnown = known.some(({ run }) =>
      run.header.workloads.some((one) => one.id === id && one.model.sha256 === model.sha256),
    );
    if (!isKnown && modelOf({ models: await ownModels(workload) }).sha256 !== model.sha256)
      return `its model of ${title} (${model.source}, SHA-256 ${model.sha256.slice(0, 12)}…) is none that a run here has; measure with the same file first: npx portolan measure --model ${id}=<file>`;
  }
  return null;
}
