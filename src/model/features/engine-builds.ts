/** Builds of one engine on one model: what a feature of Wasm is worth there. */
import type { Estimate } from "../statistics/estimate.js";
import type { MeasuredSummary } from "../summary.js";

export interface EngineBuildTime {
  readonly target: string;
  readonly simd: boolean;
  readonly threads: number;
  /** Of a request, warm. */
  readonly ms: Estimate;
}

export interface EngineBuilds {
  /** With its version. */
  readonly engine: string;
  /** Its title. */
  readonly workload: string;
  readonly builds: readonly EngineBuildTime[];
}

/** Of each engine and workload with at least two builds measured; from no SIMD on one thread on. */
export function engineBuilds({ targets, workloads }: MeasuredSummary): EngineBuilds[] {
  const engines = [...new Set(targets.flatMap(({ build }) => build?.engine ?? []))];
  return workloads.flatMap(({ title, cells }) =>
    engines.flatMap((engine) => {
      const builds = targets.flatMap(({ id, build }): EngineBuildTime[] => {
        const cell = cells.find(({ target }) => target === id);
        if (build?.engine !== engine || cell?.state !== "measured") return [];
        return [{ target: id, simd: build.simd, threads: cell.threads, ms: cell.p50Ms }];
      });
      builds.sort((a, b) => Number(a.simd) - Number(b.simd) || a.threads - b.threads);
      return builds.length > 1 ? [{ engine, workload: title, builds }] : [];
    }),
  );
}
