import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Zippable, zipSync } from "fflate";
import {
  type EffortParameters,
  RUN_SCHEMA_VERSION,
  SUITE_VERSION,
  type WorkloadRecord,
} from "../../src/model/run-file.ts";
import { filesIn } from "../files/files-in.ts";
import { NATIVE_FLAGS } from "../glue/compile.ts";
import { EFFORT_PARAMETERS } from "../harness/efforts.ts";
import { fingerprint } from "../harness/fingerprint.ts";
import { targetFields, workloadRecord } from "../harness/header.ts";
import type { MeasureOptions } from "../harness/options.ts";
import { compared, referencesOf, stageAll } from "../harness/prepare.ts";
import { referenceFile, type StagedWorkload } from "../harness/stage.ts";
import { PYTHON_WORKER_ENVIRONMENT } from "../harness/worker-process.ts";
import { projectRoot } from "../paths.ts";
import { FLAGS_OF_INTEREST } from "../platform/hardware.ts";
import { threadCount } from "../targets/engines.ts";
import { targets as allTargets, targetById } from "../targets/index.ts";
import { whyLeftOut } from "../targets/skips.ts";
import type { Kitted, Target } from "../targets/target.ts";
import { SEGMENTS } from "../worker/laps.ts";
import { Cargo, hashOf } from "./cargo.ts";
import { cellsOf, type KitCell } from "./cells.ts";

/** What a kit's Python is told: everything that is known here and not there. */
interface Manifest {
  readonly portolan: string;
  readonly gitCommit: string | null;
  readonly schemaVersion: number;
  readonly suiteVersion: string;
  readonly effort: MeasureOptions["effort"];
  readonly parameters: EffortParameters;
  readonly segments: typeof SEGMENTS;
  /** A pattern of the CPU features that a fingerprint names. */
  readonly cpuFlags: string;
  readonly compileFlags: readonly string[];
  /** Of a worker. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workloads: readonly {
    readonly record: WorkloadRecord;
    readonly reference: string;
  }[];
  readonly targets: readonly KitTarget[];
  readonly cells: readonly KitCell[];
  /** Name in the kit → SHA-256. */
  readonly files: Readonly<Record<string, string>>;
}

interface KitTarget {
  readonly kit: Kitted;
  readonly fields: ReturnType<typeof targetFields>;
  /** Null where they are the machine's. */
  readonly threads: 1 | null;
  /** Whether its glue is compiled where it runs. */
  readonly compiled: boolean;
  readonly skipped: Readonly<Record<string, string>>;
}

export interface Kit {
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly workloads: readonly string[];
  readonly targets: readonly string[];
}

const PYTHON_FOLDER = fileURLToPath(new URL("../python", import.meta.url));
const OWN_FOLDER = dirname(fileURLToPath(import.meta.url));

/**
 * What stands before the archive. Python reads a zip from its end; one that is cut off it takes for a program, and says what is
 * wrong with the third line of it.
 */
const BEGINNING = `#!/usr/bin/env python3
# coding: latin-1
'This kit is cut off: copy it again, or make it anew with npx portolan kit
`;

/** A zip's dates begin there; with none of today's, one kit has one set of bytes. */
const NO_DATE = "1980-01-01T00:00:00";

/** Those that a kit can carry; a search for settings, and hosts other than the Python that is there, it cannot. */
export const carriedTargets: readonly Target[] = allTargets.filter(
  ({ kit, tuning, standalone }) => kit !== undefined && tuning === undefined && standalone === undefined,
);

/** Packs workloads, targets and the harness in Python into one file that measures another machine. */
export async function buildKit(options: MeasureOptions): Promise<Kit> {
  const targets = options.targets.length > 0 ? options.targets.map(carriedTarget) : carriedTargets;
  options.progress.say("Preparing models, requests and reference outputs (longer the first time) …");
  const staged = await stageAll(options);
  const references = await referencesOf(staged, options);
  const cargo = new Cargo();
  const cells: KitCell[] = [];
  for (const item of staged)
    cells.push(...(await cellsOf(item, targets, references.get(item.workload.id)!, cargo, options)));
  if (cells.length === 0) throw new Error(nothingToCarry(targets, staged, options));
  const workloads = [];
  for (const item of staged) {
    const path = await referenceFile(item, {
      timeoutMs: EFFORT_PARAMETERS[options.effort].timeoutMs,
      signal: options.signal,
    });
    workloads.push({
      record: workloadRecord(compared(item, references)),
      reference: cargo.add(`references/${item.workload.id}.bin`, path),
    });
  }
  for (const name of pythonFilesIn(PYTHON_FOLDER)) cargo.add(`python/${name}`, join(PYTHON_FOLDER, name));
  const manifest: Manifest = {
    portolan: JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version,
    gitCommit: (await fingerprint()).gitCommit,
    schemaVersion: RUN_SCHEMA_VERSION,
    suiteVersion: SUITE_VERSION,
    effort: options.effort,
    parameters: EFFORT_PARAMETERS[options.effort],
    segments: SEGMENTS,
    cpuFlags: FLAGS_OF_INTEREST.source,
    compileFlags: NATIVE_FLAGS,
    environment: PYTHON_WORKER_ENVIRONMENT,
    workloads,
    targets: targets.map((target) => kitTarget(target, staged, options)),
    cells,
    files: cargo.hashes(),
  };
  return {
    ...packed(manifest, cargo),
    workloads: staged.map(({ workload }) => workload.id),
    targets: targets.map(({ id }) => id),
  };
}

function carriedTarget(id: string): Target {
  const target = targetById(id);
  if (carriedTargets.includes(target)) return target;
  const known = carriedTargets.map((one) => one.id).join(", ");
  throw new Error(
    `a kit cannot carry the target "${id}": it carries those that run on Python alone: ${known}`,
  );
}

function nothingToCarry(
  targets: readonly Target[],
  staged: readonly StagedWorkload[],
  options: MeasureOptions,
): string {
  const [item] = staged;
  if (item === undefined) return "none of the workloads has its weights here; see `npx portolan doctor`";
  const reason = whyLeftOut(targets[0]!, item.workload.id, options);
  return `${item.workload.id} is not measured on ${targets[0]!.id}: ${reason}; choose another --target`;
}

function kitTarget(target: Target, staged: readonly StagedWorkload[], options: MeasureOptions): KitTarget {
  const fields = targetFields(target);
  const reasons = staged.flatMap(({ workload: { id } }) => {
    const reason = whyLeftOut(target, id, options);
    return reason === null ? [] : [[id, reason] as const];
  });
  const ofMachine = target.threads > 1;
  const asTold = (text: string) =>
    ofMachine ? text.replaceAll(`${threadCount} threads`, "{threads} threads") : text;
  return {
    kit: target.kit!,
    fields: { ...fields, title: asTold(fields.title), summary: asTold(fields.summary) },
    threads: ofMachine ? null : 1,
    compiled: target.glue === "compiled",
    skipped: Object.fromEntries(reasons),
  };
}

const pythonFilesIn = (folder: string): string[] => filesIn(folder).filter((name) => name.endsWith(".py"));

function packed(manifest: Manifest, cargo: Cargo): Pick<Kit, "bytes" | "id"> {
  const code = pythonFilesIn(OWN_FOLDER).map((name) => [name, readFileSync(join(OWN_FOLDER, name))] as const);
  const id = hashOf(JSON.stringify([manifest, code.map(([name, bytes]) => [name, hashOf(bytes)])])).slice(
    0,
    12,
  );
  const whole = Buffer.from(JSON.stringify({ id, ...manifest }));
  const entries: Zippable = {};
  // Weights and pictures hardly get smaller, and are most of it.
  for (const [name, bytes] of [...code, ["kit.json", whole] as const, ...cargo.files])
    entries[name] = [bytes, { level: bytes.length < 1 << 20 ? 6 : 1, mtime: NO_DATE }];
  return { id, bytes: Buffer.concat([Buffer.from(BEGINNING), zipSync(entries)]) };
}
