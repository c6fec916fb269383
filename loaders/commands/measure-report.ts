import { quantile } from "simple-statistics";
import type { MeasureResult } from "../harness/measure.ts";
import { formatDuration } from "../harness/progress.ts";
import { renderTable } from "../terminal/table.ts";

/** One (workload, target) of a finished measurement, as `portolan measure --json` prints it. */
interface MeasuredCellJson {
  readonly workload: string;
  readonly target: string;
  readonly state: "ok" | "crash" | "timeout" | "mismatch" | "cut";
  readonly detail: string;
  readonly processes: number;
  readonly iterations: number;
  readonly p50Ms: number | null;
}

export interface MeasureJson {
  readonly runId: string;
  readonly path: string;
  readonly end: MeasureResult["end"];
  readonly resumed: boolean;
  readonly elapsedMs: number;
  readonly cells: readonly MeasuredCellJson[];
}

/** What a measurement says when it ends: as text for a person, as JSON for a program. */
export function reportOf(result: MeasureResult): { readonly json: MeasureJson; readonly text: string } {
  const { header, samples } = result;
  const cells = header.workloads.flatMap(({ id: workload }) =>
    header.targets
      .filter((target) => target.available && target.skipped?.[workload] === undefined)
      .map(({ id: target }): MeasuredCellJson => {
        const here = (row: { workload: string; target: string; arm: string }) =>
          row.workload === workload && row.target === target && row.arm === "wall";
        const outcomes = result.outcomes.filter(here);
        const failed = outcomes.find((row) => row.state !== "ok" && row.state !== "cut");
        const ok = outcomes.filter((row) => row.state === "ok");
        const ids = new Set(ok.map((row) => row.process));
        const walls = samples.filter((row) => ids.has(row.process)).flatMap((row) => row.wallMs);
        const state = failed?.state ?? (ok.length > 0 ? "ok" : "cut");
        const detail = failed?.detail ?? (ok.length > 0 ? "" : (outcomes[0]?.detail ?? "not reached"));
        const p50Ms = walls.length > 0 ? quantile(walls, 0.5) : null;
        return { workload, target, state, detail, processes: ok.length, iterations: walls.length, p50Ms };
      }),
  );
  const { runId, path, end, resumed, elapsedMs } = result;
  const json: MeasureJson = { runId, path, end, resumed, elapsedMs, cells };
  return { json, text: text(json) };
}

function text({ cells, end, elapsedMs, path }: MeasureJson): string {
  const rows = cells.map((cell) => [
    cell.workload,
    cell.target,
    cell.p50Ms === null ? "–" : `${cell.p50Ms.toPrecision(3)} ms`,
    String(cell.processes),
    String(cell.iterations),
    cell.state === "ok" ? "" : `${cell.state}: ${cell.detail}`,
  ]);
  const endings = {
    complete: `Measured in ${formatDuration(elapsedMs)}.`,
    interrupted: "Interrupted; the same command goes on where it stopped.",
    budget: "The budget ended before the plan did; what was cut is in the last column.",
  };
  return [
    renderTable(["workload", "target", "p50", "processes", "iterations", ""], rows),
    `${endings[end]} Run file: ${path}`,
    "Next: npx portolan build, then npx portolan start to read the report.",
  ].join("\n");
}
