import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { type OutputArray, parseOutputs } from "../../src/model/outputs.ts";
import { mulberry32, seedOf } from "../../src/model/random.ts";
import {
  type EngineSettings,
  type ModelCalls,
  type Quantised,
  SUITE_VERSION,
} from "../../src/model/run-file.ts";
import { isTensorType, TENSOR_TYPES, type TensorSpec } from "../../src/model/tensor-spec.ts";
import type { DriverJob } from "../browser/driver-job.ts";
import { WLLAMA } from "../engines/wllama-files.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { scratchFolder } from "../files/scratch.ts";
import { makeWhole, writeWhole } from "../files/whole-file.ts";
import { browserScript } from "../glue/browser-glue.ts";
import type { ModelFile } from "../models/model-file.ts";
import { type OnnxSignature, type OnnxValue, readSignature } from "../models/onnx-signature.ts";
import { homeFolder } from "../paths.ts";
import { pythonGlue } from "../python/glue.ts";
import { packageFile, packageFolders, packageVersion } from "../targets/engines.ts";
import * as js from "../targets/js.ts";
import * as llamaNative from "../targets/llama-native.ts";
import * as llamaWasm from "../targets/llama-wasm.ts";
import * as native from "../targets/native.ts";
import * as python from "../targets/python-numpy.ts";
import type { Target } from "../targets/target.ts";
import type { Job, JobModel } from "../worker/job.ts";
import { isChat } from "../workloads/chat/id.ts";
import { ownFolder } from "../workloads/own/registry.ts";
import { seededPayload } from "../workloads/seeded-payload.ts";
import { hasSteps, type Workload, type WorkloadSize } from "../workloads/workload.ts";
import { bundleDriver, bundlePageWorker, bundleWorker } from "./bundle.ts";
import { type Launch, WorkerProcess } from "./worker-process.ts";

/** A workload at one size, with everything on disk that its workers need. */
export interface StagedWorkload {
  readonly workload: Workload<WorkloadSize>;
  readonly size: WorkloadSize;
  /** In the order of `StepModel`s, or the one that a request calls once. */
  readonly models: readonly ModelFile[];
  readonly payloadPath: string;
  readonly payloadBytes: number;
  readonly assetsPath: string;
  /** The workload with the weights as they were, of a model that was quantised; and what that did to its outputs. */
  readonly quantisedFrom?: string;
  readonly variant?: Quantised;
  /** Of a request that calls its models as often as it needs: what the reference did. */
  readonly answered?: { readonly calls: readonly ModelCalls[]; readonly answer: Uint8Array };
}

/** Writes payload and assets into the cache. */
export function stageWorkload(
  workload: Workload<WorkloadSize>,
  size: WorkloadSize,
  models: readonly ModelFile[],
): StagedWorkload {
  const folder = homeFolder("cache", "inputs");
  const payloadPath = join(folder, `${workload.id}-${size.id}-${SUITE_VERSION}.bin`);
  const payload = seededPayload(workload, size);
  writeIfChanged(payloadPath, payload);
  const assetsPath = join(folder, `${workload.id}-assets-${SUITE_VERSION}.bin`);
  writeIfChanged(assetsPath, workload.assets?.() ?? new Uint8Array());
  return { workload, size, models, payloadPath, payloadBytes: payload.length, assetsPath };
}

/** What the target's worker needs besides the job: paths of what is built for it here. */
export const artefactsFor = async (target: Target, staged: StagedWorkload): Promise<Record<string, string>> =>
  (await target.prepare?.(staged.workload.id, { files: staged.models, models: jobModels(staged) })) ?? {};

export function jobFor(
  staged: StagedWorkload,
  target: Target,
  artefacts: Readonly<Record<string, string>>,
  { threads = target.tuning ? 1 : target.threads, ...settings }: EngineSettings = {},
): Job {
  const { workload, size } = staged;
  const decoder = workload.decode && target.host.kind === "node" ? target.decoder?.file : undefined;
  return {
    workload: workload.id,
    target: target.id,
    payloadPath: staged.payloadPath,
    responsePath: join(scratchFolder(), "response.bin"),
    assetsPath: staged.assetsPath,
    models: jobModels(staged),
    maxResultLength: hasSteps(workload) ? null : workload.maxResultLength(size),
    decode: workload.decode ?? null,
    ...(workload.reads === "gguf" ? { keepsCalls: true } : {}),
    threads,
    settings,
    artefacts: decoder === undefined ? artefacts : { ...artefacts, decoder: packageFile(decoder) ?? decoder },
  };
}

/** The models as a worker is told of them. */
export function jobModels({
  workload,
  size,
  models,
}: Pick<StagedWorkload, "workload" | "size" | "models">): JobModel[] {
  if (!hasSteps(workload)) {
    const [inputs, outputs] = [workload.inputs(size), workload.outputs(size)];
    return [{ name: workload.modelName, path: models[0]!.path, inputs, outputs }];
  }
  return workload.models.map((model, i) => {
    const { name } = model;
    if ("contextTokens" in model) return chatModel(name, models[i]!.path, model.contextTokens);
    const { inputs, outputs } = signatureOfFile(models[i]!);
    const ofCall = ({ name, type }: OnnxValue): TensorSpec => ({
      name,
      type: measuredType(name, type),
      dims: [],
    });
    return { name, path: models[i]!.path, inputs: inputs.map(ofCall), outputs: outputs.map(ofCall) };
  });
}

/** A language model takes tokens, at most so many in a conversation, and their position; it gives the next one. */
const chatModel = (name: string, path: string, contextTokens: number): JobModel => ({
  name,
  path,
  inputs: [
    { name: "tokens", type: "int32", dims: [contextTokens] },
    { name: "position", type: "int32", dims: [1] },
  ],
  outputs: [{ name: "next", type: "float32", dims: [1] }],
});

/** A file does not change while it is measured, and jobs are made again and again. */
const signatures = new Map<string, OnnxSignature>();

function signatureOfFile({ path, source, sha256 }: ModelFile): OnnxSignature {
  let signature = signatures.get(sha256);
  if (!signature) {
    try {
      signature = readSignature(readFileSync(path));
    } catch (error) {
      throw new Error(`${source} is no ONNX model that can be read: ${(error as Error).message}`);
    }
    signatures.set(sha256, signature);
  }
  return signature;
}

function measuredType(name: string, type: string): TensorSpec["type"] {
  if (isTensorType(type)) return type;
  throw new Error(
    `its tensor "${name}" is of type ${type}; measured are ${Object.keys(TENSOR_TYPES).join(", ")}`,
  );
}

/** What its models are together, as one file would be described. */
export function modelOf({ models }: Pick<StagedWorkload, "models">): Omit<ModelFile, "path"> {
  const [first, ...others] = models;
  if (others.length === 0) return first!;
  const sha256 = createHash("sha256");
  for (const model of models) sha256.update(model.sha256);
  return {
    source: [...new Set(models.map(({ source }) => source))].join(" and "),
    sha256: sha256.digest("hex"),
    bytes: models.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** How the worker is started, and what it is told. */
async function launchFor(
  { host }: Target,
  job: Job,
): Promise<{ readonly launch: Launch; readonly job: Job | DriverJob }> {
  switch (host.kind) {
    case "process":
      return { launch: { kind: "process", speaks: host.speaks, ...host.command(job) }, job };
    case "node":
      return { launch: { kind: "node", script: await bundleWorker(host.module(), job.workload) }, job };
    case "browser": {
      const [script, workerPath] = await Promise.all([
        bundleDriver(),
        bundlePageWorker(host.module(), job.workload),
      ]);
      const page = { workerPath, packageFolders: packageFolders(), isolated: true, args: host.args };
      return { launch: { kind: "node", script }, job: { page, ...fetched(job) } };
    }
  }
}

/** The job as a page gets it, and the files behind its addresses. */
function fetched({ payloadPath, assetsPath, models, artefacts, ...job }: Job): Omit<DriverJob, "page"> {
  const own = Object.entries(artefacts).map(([name, path]) => [name, `job/artefacts/${name}`, path] as const);
  return {
    files: {
      "job/payload": payloadPath,
      "job/assets": assetsPath,
      ...Object.fromEntries(models.map(({ path }, i) => [`job/models/${i}`, path])),
      ...Object.fromEntries(own.map(([, address, path]) => [address, path])),
    },
    job: {
      ...job,
      payloadPath: "/job/payload",
      assetsPath: "/job/assets",
      models: models.map((model, i) => ({ ...model, path: `/job/models/${i}` })),
      artefacts: Object.fromEntries(own.map(([name, address]) => [name, `/${address}`])),
    },
  };
}

type WorkerOptions = ConstructorParameters<typeof WorkerProcess>[2];

/** Starts the target's worker on a job. */
export async function startWorker(target: Target, job: Job, options: WorkerOptions): Promise<WorkerProcess> {
  const start = await launchFor(target, job);
  return new WorkerProcess(start.launch, start.job, options);
}

interface ReferenceOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The reference that every target's outputs are compared with. */
export async function referenceOutputs(
  staged: StagedWorkload,
  options: ReferenceOptions,
): Promise<OutputArray[]> {
  return parseOutputs(readFileSync(await referenceFile(staged, options)));
}

/** A fixed text, and how likely the reference takes each of its tokens but the first to be, in nats. */
export interface Scored {
  readonly text: Int32Array;
  readonly logProbabilities: readonly number[];
  /** How far an engine's perplexity may lie from the reference's, as a part of it. */
  readonly tolerance: number;
}

/** Null of a workload without a text that engines have to take for as likely as the reference does. */
export async function referenceScores(
  staged: StagedWorkload,
  options: ReferenceOptions,
): Promise<Scored | null> {
  const { workload } = staged;
  const text = scoredText(staged);
  if (text === null || !hasSteps(workload)) return null;
  const path = scoresPath(await referenceFile(staged, options));
  if (!existsSync(path)) return null;
  const logProbabilities = JSON.parse(readFileSync(path, "utf8"));
  return { text, logProbabilities, tolerance: workload.scored!.tolerance };
}

function scoredText({ workload }: StagedWorkload): Int32Array | null {
  if (!hasSteps(workload)) return null;
  return workload.scored?.tokens(mulberry32(seedOf(`${workload.id}/text`))) ?? null;
}

const scoresPath = (referencePath: string): string => referencePath.replace(/\.bin$/, ".scores.json");

/**
 * Path of the reference: TypeScript glue on onnxruntime-web, which is always installed; of a language model, on llama.cpp as Wasm.
 * Computed once per (glue, engine, model, payload) and cached.
 */
export async function referenceFile(staged: StagedWorkload, options: ReferenceOptions): Promise<string> {
  const key = createHash("sha256")
    .update(`${referenceEngine(staged.workload)}\0${modelOf(staged).sha256}\0`)
    .update(await referenceGlue(staged.workload.id))
    .update(readFileSync(staged.payloadPath))
    .update(readFileSync(staged.assetsPath))
    .update(scoredText(staged) ?? "")
    .digest("hex");
  const path = join(homeFolder("cache", "reference"), `${staged.workload.id}-${key.slice(0, 16)}.bin`);
  const isWhole = existsSync(path) && (scoredText(staged) === null || existsSync(scoresPath(path)));
  if (!isWhole) await writeReference(path, staged, options);
  return path;
}

/**
 * A model that somebody brings may have an operator that onnxruntime-web has not: then the native engine tells what is right. Of a
 * workload that somebody brings, the Python glue is the one that has to be there.
 */
function referenceTargets(workloadId: string): Target[] {
  if (isModelAlone(workloadId)) return [js.target, native.target];
  if (isChat(workloadId)) return [llamaWasm.target, llamaNative.target];
  return ownFolder(workloadId) === null ? [js.target] : [python.target];
}

const referenceEngine = ({ reads }: Workload<WorkloadSize>): string | null =>
  packageVersion(reads === "gguf" ? WLLAMA : "onnxruntime-web");

/** With what it imports. */
const referenceGlue = async (workloadId: string): Promise<Uint8Array> =>
  ownFolder(workloadId) === null
    ? (await browserScript(workloadId)).contents
    : readFileSync(pythonGlue(workloadId));

async function writeReference(
  path: string,
  staged: StagedWorkload,
  options: ReferenceOptions,
): Promise<void> {
  let failure: unknown;
  for (const target of referenceTargets(staged.workload.id)) {
    try {
      const artefacts = await artefactsFor(target, staged);
      const launch = { ...options, cwd: scratchFolder(), onSamples: () => {} };
      const worker = await startWorker(target, jobFor(staged, target, artefacts), launch);
      try {
        await worker.opened();
        await makeWhole(path, (half) => worker.writeOutputs(half));
        const text = scoredText(staged);
        const scores = text && (await worker.score(text));
        if (scores) writeWhole(scoresPath(path), JSON.stringify(scores));
        return;
      } finally {
        await worker.close();
      }
    } catch (error) {
      if (options.signal.aborted || isDiskFull(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

function writeIfChanged(path: string, bytes: Uint8Array): void {
  if (existsSync(path) && Buffer.compare(readFileSync(path), bytes) === 0) return;
  writeWhole(path, bytes);
}
