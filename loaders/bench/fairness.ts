import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile } from "simple-statistics";
import { compareOutputs, type OutputArray } from "../../src/model/outputs.ts";
import { scratchFolder } from "../files/scratch.ts";
import { browserScript } from "../glue/browser-glue.ts";
import { QUICK_RUN } from "../harness/options.ts";
import { probeAll, stageAll } from "../harness/prepare.ts";
import { type Progress, progressOn } from "../harness/progress.ts";
import { jobFor, type StagedWorkload, startWorker } from "../harness/stage.ts";
import { interruption } from "../interruption.ts";
import { runCommand } from "../run-command.ts";
import { targets } from "../targets/index.ts";
import { whySkipped } from "../targets/skips.ts";
import type { Target } from "../targets/target.ts";
import type { Job } from "../worker/job.ts";
import type { WarmParameters } from "../worker/protocol.ts";
import { hasSteps } from "../workloads/workload.ts";
import type { Figure, FigureResult } from "./figure.ts";

const BOUND = 1.1;
/** How long to look at each cell: pairs of processes, harness and lean program in turn. */
const THOROUGH: Look = {
  pairs: 10,
  patienceMs: 30_000,
  schedule: { warmupIterations: 5, warmTimeMs: 300, minIterations: 9, maxIterations: 5_000 },
};
/** Of a process's requests: the lower quartile, since what else runs on the machine only ever adds. */
const UNDISTURBED = 0.25;
const TIMEOUT_MS = 120_000;

export interface Look {
  readonly pairs: number;
  /** After so long two pairs have to do: Pyodide takes seconds to start. */
  readonly patienceMs: number;
  readonly schedule: WarmParameters;
}

interface Cell {
  readonly staged: StagedWorkload;
  readonly target: Target;
  readonly job: Job;
}

/**
 * What measuring costs a target: the time of a request under the harness, over its time in a straight program
 * that does the same with the same glue, model and settings and knows nothing else (`lean/`).
 */
export const fairness: Figure = {
  id: "fairness",
  title: "a request in the harness, over one in the leanest program",
  onlyByName: true,
  // A tuned target is what the one that it is made from is, but for what it tells the engine.
  measure: () =>
    measureFairness(
      targets.filter(({ tuning }) => !tuning),
      [],
      THOROUGH,
      progressOn(process.stderr),
    ),
};

/** @param workloads ids; none for all */
export async function measureFairness(
  chosen: readonly Target[],
  workloads: readonly string[],
  look: Look,
  progress: Progress,
): Promise<FigureResult[]> {
  const staged = await stageAll({ ...QUICK_RUN, workloads, fresh: true, progress, signal: interruption });
  for (const setUp of new Set(chosen.flatMap((target) => target.setUp ?? []))) await setUp(progress.say);
  const probed = await probeAll(chosen, staged, progress);
  // The straight programs know requests that call one model once.
  const called = staged.filter(({ workload }) => !hasSteps(workload));
  const cells = called.flatMap((item) =>
    chosen
      .filter((target) => probed.get(target.id)!.probe.available && !whySkipped(target, item.workload.id))
      .map((target): Cell => {
        const artefacts = probed.get(target.id)!.artefacts.get(item.workload.id) ?? {};
        return { staged: item, target, job: jobFor(item, target, artefacts) };
      }),
  );
  progress.start(cells.length);
  const started = performance.now();
  const results: FigureResult[] = [];
  for (const [i, cell] of cells.entries()) {
    const result = await compare(cell, look);
    results.push(result);
    const left = ((performance.now() - started) / (i + 1)) * (cells.length - i - 1);
    progress.step(`${result.what}: ${result.value}`, cells.length - i - 1, left);
  }
  progress.stop();
  return results;
}

async function compare(
  { staged, target, job }: Cell,
  { pairs, patienceMs, schedule }: Look,
): Promise<FigureResult> {
  const harness: number[] = [];
  const lean: number[] = [];
  const end = performance.now() + patienceMs;
  for (let pair = 0; pair < pairs && (pair < 2 || performance.now() < end); pair++) {
    harness.push(quantile(await inHarness(target, job, schedule), UNDISTURBED));
    const answer = response(job);
    lean.push(quantile(await inLeanProgram(target, job, schedule), UNDISTURBED));
    const compared = compareOutputs(response(job), answer, staged.workload.tolerance);
    if (!compared.agrees)
      throw new Error(
        `${job.workload} × ${target.id}: the lean program answers something else: ${compared.detail}`,
      );
  }
  rmSync(job.responsePath, { force: true });
  // Of the processes too the least disturbed: two cores may be one, whose other half is busy for a whole process.
  const [harnessMs, leanMs] = [Math.min(...harness), Math.min(...lean)];
  const ratio = harnessMs / leanMs;
  return {
    what: `${staged.workload.id} × ${target.id}`,
    value: `${harnessMs.toPrecision(3)} ms ÷ ${leanMs.toPrecision(3)} ms = ${ratio.toFixed(2)}`,
    bound: `≤ ${BOUND.toFixed(2)}`,
    within: ratio <= BOUND,
  };
}

function response({ responsePath }: Job): OutputArray[] {
  return [{ name: "result", data: new Float32Array(new Uint8Array(readFileSync(responsePath)).buffer) }];
}

/** Wall times of requests as every run measures them, ms. */
async function inHarness(target: Target, job: Job, schedule: WarmParameters): Promise<number[]> {
  const wallMs: number[] = [];
  const worker = await startWorker(target, job, {
    timeoutMs: TIMEOUT_MS,
    cwd: scratchFolder(),
    signal: interruption,
    onSamples: (batch) => wallMs.push(...batch.wallMs),
  });
  try {
    await worker.opened();
    await worker.warm(schedule);
  } finally {
    await worker.close();
  }
  return wallMs;
}

async function inLeanProgram(target: Target, job: Job, schedule: WarmParameters): Promise<number[]> {
  const { file, args } = await leanProgram(target, job);
  const ran = await runCommand(file, [...args, JSON.stringify(schedule)], { timeoutMs: TIMEOUT_MS });
  if (!ran.ok)
    throw new Error(`${args[0]} failed for ${job.workload} × ${target.id}:\n${ran.stderr.slice(-2_000)}`);
  return JSON.parse(ran.stdout) as number[];
}

/** One program per family of targets: what runs its glue, and which engine it gets. */
async function leanProgram({ host, glue, port }: Target, whole: Job) {
  const { path, inputs, outputs } = whole.models[0]!;
  const job = { ...whole, modelPath: path, inputs, outputs };
  const program = (name: string) => fileURLToPath(new URL(`lean/${name}`, import.meta.url));
  if (host.kind === "process") {
    const name = glue === "compiled" ? "slice.py" : "python.py";
    return { file: host.command(whole).file, args: [program(name), JSON.stringify(job)] };
  }
  const compiled = port === "native" ? "native.mjs" : "wasm.mjs";
  const name = { javascript: "js.mjs", compiled }[glue as string] ?? "pyodide.mjs";
  const artefacts = glue === "javascript" ? { glue: await bundledGlue(job.workload) } : job.artefacts;
  return { file: process.execPath, args: [program(name), JSON.stringify({ ...job, artefacts })] };
}

async function bundledGlue(workloadId: string): Promise<string> {
  const path = join(scratchFolder(), `lean-${workloadId}.mjs`);
  writeFileSync(path, (await browserScript(workloadId)).contents);
  return path;
}
