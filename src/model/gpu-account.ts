/** What a model's call takes on a page's GPU, part by part, against the same page's CPU. */

import { computeShareOf } from "./attribution.js";
import type { CrossingCurve } from "./boundary/curves.js";
import { isInPage, type MeasuredTarget, measuredTargets } from "./measured-target.js";
import type { TargetRecord } from "./run-file.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "./summary.js";

export interface GpuAccount {
  readonly gpu: MeasuredTarget;
  readonly adapter: string;
  /** The fastest target of a page that computes on the CPU. */
  readonly cpu: MeasuredTarget;
  /** Of the model's call on each. */
  readonly callMs: number;
  readonly cpuCallMs: number;
  /** What of the call moves tensors, and what computes; null where the profiled arm could not tell. */
  readonly parts: { readonly moveMs: number; readonly computeMs: number } | null;
  /** What of computing is launching kernels, whatever they compute; null where it was not measured on this adapter. */
  readonly launch: { readonly kernels: number; readonly perKernelMs: number; readonly ms: number } | null;
  /** What the first request takes beyond a later one: shaders are compiled, weights laid out. */
  readonly firstExtraMs: number;
  readonly turn: GpuTurn;
  readonly rule: GpuRule;
}

/** The rule of “How WebAssembly Works for ML Inference”: pairing Wasm with WebGPU pays where the model's compute dominates the request, and nowhere else. */
export interface GpuRule {
  /** Of the request on the page's CPU, 0 to 1. */
  readonly computeShare: number;
  readonly expects: boolean;
  /** Whether the whole request is faster on the GPU; null where the intervals do not tell. */
  readonly pays: boolean | null;
}

/** Where the GPU becomes the faster one. */
export type GpuTurn =
  | { readonly state: "faster" }
  /** With so many times the work in a call, if what is no launching and no fixed cost of moving grows as the work does. */
  | { readonly state: "at"; readonly times: number }
  /** What grows with the work takes as long on the GPU already: nothing here tells where that ends. */
  | { readonly state: "unsaturated" }
  | { readonly state: "unknown" };

/** The software that imitates a GPU, where a page was given no other. */
export interface ImitatedGpu {
  readonly target: TargetRecord;
  readonly adapter: string;
  /** Whether it answered, and rightly; software may take longer than is waited for. */
  readonly answered: boolean;
}

interface GpuAccounts {
  readonly accounts: readonly GpuAccount[];
  readonly imitated: readonly ImitatedGpu[];
}

/** Of each target that a page runs on a GPU, fastest first. */
export function gpuAccounts(
  workload: WorkloadSummary,
  { targets, crossings }: Pick<MeasuredSummary, "targets" | "crossings">,
): GpuAccounts {
  const measured = measuredTargets(workload, targets.filter(isInPage));
  const cpu = measured.find(({ target }) => adapterOf(target) === null);
  const kernels = kernelsOf(measuredTargets(workload, targets));
  const accounts = measured.flatMap((gpu): GpuAccount[] => {
    const adapter = adapterOf(gpu.target);
    if (adapter === null || cpu === undefined) return [];
    return [accountOf(gpu, adapter.name, cpu, kernels, crossings)];
  });
  const imitated = targets.flatMap((target): ImitatedGpu[] => {
    const adapter = adapterOf(target);
    const cell = workload.cells.find((one) => one.target === target.id);
    return isInPage(target) && adapter?.software && cell
      ? [{ target, adapter: adapter.name, answered: cell.state === "software" }]
      : [];
  });
  return { accounts, imitated };
}

const adapterOf = (target: TargetRecord) => (target.available && target.adapter) || null;

function accountOf(
  gpu: MeasuredTarget,
  adapter: string,
  cpu: MeasuredTarget,
  kernels: number | null,
  crossings: readonly CrossingCurve[],
): GpuAccount {
  const callMs = callOf(gpu.cell);
  const cpuCallMs = callOf(cpu.cell);
  const { attribution, coldMs, p50Ms } = gpu.cell;
  const computeMs = attribution.bucketMs.compute;
  const parts = attribution.engine.state === "profiled" ? { moveMs: callMs - computeMs, computeMs } : null;
  // A curve of another adapter is another API's, or another GPU's.
  const curve = (way: CrossingCurve["way"]) =>
    crossings.find((one) => one.way === way && one.adapter?.name === adapter);
  const perKernelMs = perCallMs(curve("gpu-dispatch"));
  const launch =
    kernels === null || perKernelMs === null
      ? null
      : { kernels, perKernelMs, ms: Math.min(kernels * perKernelMs, computeMs) };
  const movingAtAll = [curve("gpu-upload"), curve("gpu-read-back")].map((one) => one?.bySize[0]?.ms ?? 0);
  return {
    gpu,
    adapter,
    cpu,
    callMs,
    cpuCallMs,
    parts,
    launch,
    firstExtraMs: Math.max(0, coldMs.firstInference - p50Ms.value),
    rule: ruleOf(gpu.cell, cpu.cell),
    turn: turnOf({
      callMs,
      cpuCallMs,
      parts,
      launch,
      movingMs: movingAtAll.reduce((sum, ms) => sum + ms, 0),
    }),
  };
}

function ruleOf(gpu: MeasuredCell, cpu: MeasuredCell): GpuRule {
  const { bucketMs, wallMs } = cpu.attribution;
  const computeShare = bucketMs.compute / wallMs;
  const isFaster = gpu.p50Ms.high < cpu.p50Ms.low;
  const isSlower = gpu.p50Ms.low > cpu.p50Ms.high;
  return { computeShare, expects: computeShare > 0.5, pays: isFaster ? true : isSlower ? false : null };
}

function turnOf({
  callMs,
  cpuCallMs,
  parts,
  launch,
  movingMs,
}: Pick<GpuAccount, "callMs" | "cpuCallMs" | "parts" | "launch"> & { readonly movingMs: number }): GpuTurn {
  if (callMs <= cpuCallMs) return { state: "faster" };
  if (parts === null || launch === null) return { state: "unknown" };
  const fixedMs = launch.ms + Math.min(movingMs, parts.moveMs);
  const growingMs = callMs - fixedMs;
  return growingMs < cpuCallMs
    ? { state: "at", times: fixedMs / (cpuCallMs - growingMs) }
    : { state: "unsaturated" };
}

/** Of the engine's call, with what it takes to move tensors into it and out. */
function callOf({ attribution: { bucketMs, engine } }: MeasuredCell): number {
  const share = computeShareOf(engine);
  return share > 0 ? bucketMs.compute / share : bucketMs.compute;
}

/** How many kernels a request of the model is, by the profile of an engine that counts them, a page's first. */
function kernelsOf(measured: readonly MeasuredTarget[]): number | null {
  const counted = [...measured]
    .sort((a, b) => Number(isInPage(b.target)) - Number(isInPage(a.target)))
    .flatMap(({ cell: { attribution } }) => {
      const { engine } = attribution;
      return engine.state === "profiled" && engine.operators.length > 0 ? [engine.operators] : [];
    });
  const [operators] = counted;
  return operators ? Math.round(operators.reduce((sum, { calls }) => sum + calls, 0)) : null;
}

/** What one more of many takes; null where too few were tried. */
function perCallMs(curve: CrossingCurve | undefined): number | null {
  const [first, last] = [curve?.byCalls[0], curve?.byCalls.at(-1)];
  if (!first || !last || last.calls <= first.calls) return null;
  return Math.max(0, (last.ms - first.ms) / (last.calls - first.calls));
}
