/** A workload that is a model and nothing around it: what `portolan measure --onnx` measures. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { requestOf, writeLayout } from "../../../src/model/model-alone/layout.ts";
import { MODEL_ALONE } from "../../../src/model/model-alone/name.ts";
import type { TensorSpec } from "../../../src/model/tensor-spec.ts";
import { elementsOf } from "../../../src/model/tensor-spec.ts";
import { readNamedFile } from "../../files/named-file.ts";
import { scratchFolder } from "../../files/scratch.ts";
import { runProgram } from "../../harness/run-program.ts";
import { countFlops, flopText } from "../../models/flops.ts";
import { type ModelFile, userModel } from "../../models/model-file.ts";
import { readNpy, readNpz } from "../../models/npy.ts";
import { type OnnxSignature, readSignature } from "../../models/onnx-signature.ts";
import { withWeights } from "../../models/other-weights.ts";
import type { RunOnceJob, RunOnceResult } from "../../models/run-once.ts";
import { packageVersion } from "../../targets/engines.ts";
import type { Workload } from "../workload.ts";
import { type Given, modelInputs } from "./inputs.ts";

/** What a command line says of a model. */
export interface OnnxAsked {
  /** A path, or a URL with its SHA-256. */
  readonly model: string;
  readonly dims: Readonly<Record<string, number>>;
  /** `x.npz`, `input=x.npy` or `input=<number>`. */
  readonly inputs: readonly string[];
  /** Also the model with weights of int8, side by side. */
  readonly quantize: boolean;
}

export interface ModelAlone {
  readonly workload: Workload;
  readonly model: ModelFile;
  /** The workload with the weights as they were, of one that was quantised. */
  readonly quantisedFrom?: string;
}

const LONGEST_MS = 120_000;
/** Of the largest output: engines add in another order, and a model of many layers adds that up. */
const RELATIVE_TOLERANCE = 1e-3;

/**
 * @param say takes what was chosen because nobody said
 * @throws Error that says what is wrong with the model, its dimensions or its inputs
 */
export async function modelsAlone(
  { model: reference, dims, inputs: files, quantize }: OnnxAsked,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Promise<ModelAlone[]> {
  const model = await userModel(reference);
  const signature = signatureOf(model, reference);
  const { specs, bytes, chosen } = modelInputs(signature, dims, givenInputs(files, signature));
  if (chosen.length > 0) say(`Dimensions that nobody said: ${chosen.join(", ")}; --dim says otherwise.`);
  const request = requestOf(specs, bytes);
  const outputs = await outputsOf(model, specs, request, signal);
  const path = reference.split("#")[0]!;
  const file = basename(path).replace(/\.onnx$/i, "");
  // Many are called so, and lie in a folder that says what they are.
  const name = file === "model" ? basename(dirname(resolve(path))) : file;
  const own = {
    model,
    workload: workloadOf(name, summaryOf(model, signature, specs), specs, request, outputs),
  };
  if (!quantize) return [own];
  const small = await withWeights("int8", model, say);
  const summary = summaryOf(small, signatureOf(small, small.source), specs);
  const workload = workloadOf(`${name} int8`, summary, specs, request, outputs);
  return [own, { model: small, workload, quantisedFrom: own.workload.id }];
}

function signatureOf(model: ModelFile, reference: string): OnnxSignature {
  let signature: OnnxSignature;
  try {
    signature = readSignature(readFileSync(model.path));
  } catch (error) {
    throw new Error(`${reference} is no ONNX model that can be read: ${(error as Error).message}`);
  }
  const absent = signature.externalFiles.filter((file) => !existsSync(join(dirname(model.path), file)));
  if (absent.length > 0)
    throw new Error(
      `${reference} keeps weights in ${absent.join(", ")}, which is not beside it: put it there`,
    );
  return signature;
}

function givenInputs(files: readonly string[], signature: OnnxSignature): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const text of files) {
    const [, name, what] = /^([^=]+)=(.+)$/.exec(text) ?? [null, null, text];
    if (name && what !== "" && Number.isFinite(Number(what))) {
      given.set(name, { kind: "value", value: Number(what) });
      continue;
    }
    const bytes = readNamedFile(what!, {
      what: "input file",
      give: "give x.npz, <input>=x.npy or <input>=<number>",
    });
    if (/\.npz$/i.test(what!))
      for (const [entry, array] of readNpz(bytes, what!))
        given.set(entry, { kind: "array", array, from: `${what}, ${entry}` });
    else {
      const [only, ...others] = signature.inputs;
      if (!name && others.length > 0)
        throw new Error(
          `${what} is one array, and the model has ${signature.inputs.length} inputs: say which, as ${only!.name}=${what}`,
        );
      given.set(name ?? only?.name ?? "", { kind: "array", array: readNpy(bytes, what!), from: what! });
    }
  }
  return given;
}

/** Runs the model once, natively where that engine is there: it knows the most operators. */
async function outputsOf(
  model: ModelFile,
  inputs: readonly TensorSpec[],
  request: Uint8Array,
  signal: AbortSignal,
): Promise<RunOnceResult> {
  const requestPath = join(scratchFolder(), "request.bin");
  writeFileSync(requestPath, request);
  const job: RunOnceJob = {
    ...{ modelPath: model.path, requestPath, inputs },
    native: packageVersion("onnxruntime-node") !== null,
  };
  try {
    const program = { module: "models/run-once.ts", host: "node" } as const;
    return (await runProgram(program, job, { timeoutMs: LONGEST_MS, signal })) as RunOnceResult;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`the model does not run: ${(error as Error).message}`);
  }
}

function summaryOf(model: ModelFile, signature: OnnxSignature, inputs: readonly TensorSpec[]): string {
  const computed = flopText(countFlops(readFileSync(model.path), inputs));
  const parts = [
    `${signature.parameters.toLocaleString("en-US")} parameters`,
    `${signature.operators.size} kinds of operators`,
    ...(computed ? [computed] : []),
  ];
  return `A model alone: ${parts.join(", ")}, with nothing around it.`;
}

function workloadOf(
  name: string,
  summary: string,
  inputs: readonly TensorSpec[],
  request: Uint8Array,
  outputs: readonly TensorSpec[],
): Workload {
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "model";
  const size = {
    id: "medium",
    label: inputs.map((spec) => `${spec.name} [${spec.dims.join(", ")}]`).join(", "),
  } as const;
  return {
    id: `${MODEL_ALONE}${slug}`,
    title: name,
    summary,
    sizes: [size],
    quickSize: "medium",
    defaultSize: "medium",
    modelName: name,
    inputs: () => inputs,
    outputs: () => outputs,
    payload: () => request,
    assets: () => writeLayout(inputs),
    buildModel: () => {
      throw new Error("a model alone is brought, and not built");
    },
    maxResultLength: () => outputs.reduce((sum, spec) => sum + elementsOf(spec), 0),
    tolerance: { tensors: 0, result: 1e-4, relative: RELATIVE_TOLERANCE },
  };
}
