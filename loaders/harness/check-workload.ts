import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compareOutputs, type OutputArray, parseOutputs } from "../../src/model/outputs.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { scratchFolder } from "../files/scratch.ts";
import { ownModels } from "../models/model-file.ts";
import * as js from "../targets/js.ts";
import * as native from "../targets/native.ts";
import * as pyodide from "../targets/pyodide.ts";
import * as python from "../targets/python-numpy.ts";
import { whySkipped } from "../targets/skips.ts";
import type { Target } from "../targets/target.ts";
import * as wasm from "../targets/wasm.ts";
import type { StepWorkload, WorkloadSize } from "../workloads/workload.ts";
import { EFFORT_PARAMETERS } from "./efforts.ts";
import { artefactsFor, jobFor, stageWorkload, startWorker } from "./stage.ts";

/** What one piece of glue made of one request. */
export interface CheckedGlue {
  readonly size: string;
  readonly glue: string;
  readonly state: "reference" | "agrees" | "differs" | "failed" | "not checked";
  /** Calls of models in the request; null where it did not end. */
  readonly calls: number | null;
  readonly detail: string;
}

/** A piece of glue by the target that runs it; the first is what the others are compared with. */
const GLUES: readonly { readonly glue: string; readonly target: Target }[] = [
  { glue: "glue.py", target: python.target },
  { glue: "glue.py in Pyodide", target: pyodide.target },
  { glue: "glue.ts", target: js.target },
  { glue: "glue.c, native", target: native.target },
  { glue: "glue.c as Wasm", target: wasm.target },
];

interface Options {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Runs a request of each size through all glue that there is, and says where one parts from `glue.py`. */
export async function checkWorkload(workload: StepWorkload, options: Options): Promise<CheckedGlue[]> {
  const models = await ownModels(workload);
  const setup = await python.target.setUp?.(options.say);
  if (setup && !setup.ok) throw new Error(`${setup.reason}. To fix it: ${setup.enable}`);
  const checked: CheckedGlue[] = [];
  for (const size of workload.sizes) {
    const staged = stageWorkload(workload, size, models);
    let reference: OutputArray[] | null = null;
    for (const { glue, target } of GLUES) {
      const row = { size: size.id, glue };
      const skipped = whySkipped(target, workload.id) ?? (await missing(target));
      if (skipped !== null) {
        checked.push({ ...row, state: "not checked", calls: null, detail: skipped });
        continue;
      }
      options.say(`Running ${glue} on ${size.id} …`);
      try {
        const outputs = await answerOfGlue(staged, target, options.signal);
        const calls = (outputs.find(({ name }) => name === "calls")?.data.length ?? 0) / 3;
        checked.push({ ...row, calls, ...judged(workload, size, outputs, reference) });
        reference ??= outputs;
      } catch (error) {
        if (options.signal.aborted || isDiskFull(error)) throw error;
        checked.push({ ...row, state: "failed", calls: null, detail: (error as Error).message });
        // Nothing can be compared with what is not there.
        if (reference === null) break;
      }
    }
  }
  return checked;
}

async function missing(target: Target): Promise<string | null> {
  const probe = await target.probe();
  return probe.available ? null : `${probe.reason}; to enable it: ${probe.enable}`;
}

function judged(
  workload: StepWorkload,
  size: WorkloadSize,
  outputs: readonly OutputArray[],
  reference: readonly OutputArray[] | null,
): Pick<CheckedGlue, "state" | "detail"> {
  const text = new TextDecoder().decode(outputs.find(({ json }) => json)?.json?.bytes);
  if (reference === null) {
    const wrong = workload.judge?.(JSON.parse(text), size) ?? null;
    if (wrong !== null) return { state: "differs", detail: `it is not right: ${wrong}` };
    return { state: "reference", detail: text.length > 120 ? `${text.slice(0, 120)}…` : text };
  }
  const agreement = compareOutputs(outputs, reference, workload.tolerance);
  if (!agreement.agrees) return { state: "differs", detail: agreement.detail };
  return { state: "agrees", detail: `largest difference ${agreement.maxAbsError.toPrecision(2)}` };
}

async function answerOfGlue(
  staged: ReturnType<typeof stageWorkload>,
  target: Target,
  signal: AbortSignal,
): Promise<OutputArray[]> {
  const artefacts = await artefactsFor(target, staged);
  const { timeoutMs } = EFFORT_PARAMETERS.quick;
  const path = join(scratchFolder(), "checked.bin");
  const launch = { timeoutMs, signal, cwd: scratchFolder(), onSamples: () => {} };
  const worker = await startWorker(target, jobFor(staged, target, artefacts), launch);
  try {
    await worker.opened();
    await worker.writeOutputs(path);
    return parseOutputs(readFileSync(path));
  } finally {
    await worker.close();
    rmSync(path, { force: true });
  }
}
