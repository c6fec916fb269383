/** What Wasm itself costs, what an engine is worth, and what compiling ahead saves: each from two programs that differ in that alone. */
import type { TargetRecord } from "../run-file.js";
import { type Estimate, geometricMean, partOf, quotient } from "../statistics/estimate.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "../summary.js";
import { isPlainModule, ofRole, type Placed, placed } from "./roles.js";

export interface OnWorkload {
  readonly workload: WorkloadSummary;
  readonly cell: MeasuredCell;
  /** Of a whole warm request, over the native program of the same C. */
  readonly times: Estimate;
}

export interface CostOfRuntime {
  readonly target: TargetRecord;
  readonly onWorkloads: readonly OnWorkload[];
  /** The geometric mean of those. */
  readonly times: Estimate;
}

/** Of each runtime that hosts models compiled to Wasm, where the native twin was measured as well; the least first. */
export function costsOfRuntimes({ targets, workloads }: MeasuredSummary): CostOfRuntime[] {
  const all = workloads.flatMap((workload) => {
    const here = placed(workload, targets);
    const [native] = ofRole(here, "native program with its model");
    if (!native) return [];
    return ofRole(here, "module with its model").map(({ target, cell }) => ({
      ...{ target, workload, cell },
      times: quotient(cell.p50Ms, native.cell.p50Ms),
    }));
  });
  return targets
    .flatMap((target) => {
      const onWorkloads = all.filter((one) => one.target === target);
      return onWorkloads.length === 0
        ? []
        : [{ target, onWorkloads, times: geometricMean(onWorkloads.map(({ times }) => times)) }];
    })
    .sort((a, b) => a.times.value - b.times.value);
}

export interface WorthOfEngine {
  readonly workload: WorkloadSummary;
  /** By its library's name: "onnxruntime". */
  readonly engine: string;
  /** How many times as fast the model's part of a request gets by it. */
  readonly times: Estimate;
}

/** What an engine brings to native code over C that was generated from the model; the least first. */
export function worthOfEngines({ targets, workloads }: MeasuredSummary): WorthOfEngine[] {
  return workloads
    .flatMap((workload) => {
      const here = placed(workload, targets);
      const [naive] = ofRole(here, "native program with its model");
      const [engine] = ofRole(here, "native program with an engine");
      if (!naive || !engine || !(computeOf(naive).value > 0 && computeOf(engine).value > 0)) return [];
      const times = quotient(computeOf(naive), computeOf(engine));
      return [{ workload, engine: engineOf(engine.target), times }];
    })
    .sort((a, b) => a.times.value - b.times.value);
}

const computeOf = ({ cell: { attribution, p50Ms } }: Placed): Estimate =>
  partOf(attribution.bucketMs.compute, p50Ms);

/** Its engine is the first that a target names; compilers come after it. */
const engineOf = (target: TargetRecord): string =>
  (target.available && Object.keys(target.engines)[0]) || target.title;

export interface SavedAhead {
  readonly workload: WorkloadSummary;
  readonly runtime: string;
  /** From starting the process to the first answer, compiling when it starts, and compiled before. */
  readonly atStart: Estimate;
  readonly ahead: Estimate;
}

/** Of each runtime that was measured both ways. */
export function savedAhead({ targets, workloads }: MeasuredSummary): SavedAhead[] {
  return workloads.flatMap((workload) => {
    const modules = ofRole(placed(workload, targets), "module with its model");
    return modules.flatMap(({ target, cell }) => {
      const { runtime, ahead } = target.standalone!;
      const before = modules.find(
        (one) => one.target.standalone!.runtime === runtime && isPlainModule(one.target),
      );
      return ahead && before
        ? [{ workload, runtime, atStart: before.cell.coldTotalMs, ahead: cell.coldTotalMs }]
        : [];
    });
  });
}

export interface OverNative extends Placed {
  /** Of a whole warm request, over the native program with its model. */
  readonly times: Estimate;
}

/** Everything that hosts the same model without an interpreter and a browser; the fastest first. Empty without the native program. */
export function overNative(workload: WorkloadSummary, targets: readonly TargetRecord[]): OverNative[] {
  const all = placed(workload, targets);
  const [native] = ofRole(all, "native program with its model");
  if (!native || ofRole(all, "module with its model").length === 0) return [];
  return all
    .filter(({ role }) => role !== "interpreter" && role !== "browser")
    .map((one) => ({ ...one, times: quotient(one.cell.p50Ms, native.cell.p50Ms) }))
    .sort((a, b) => a.times.value - b.times.value);
}
