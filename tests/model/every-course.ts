/** A summary with every course measured, at known times: what is made of it is under test, not measuring. */
import type { Course } from "../../src/model/course.ts";
import type { Glue, Port, TargetRecord } from "../../src/model/run-file.ts";
import type { MeasuredSummary, WorkloadSummary } from "../../src/model/summary.ts";
import { cell, ratioOf, target, workload } from "./cells.ts";

const ANYWHERE = ["browser", "edge", "server"] as const;

type Row = readonly [id: string, title: string, port: Port, course: Course, glue: Glue, threads: number];

const ROWS: readonly Row[] = [
  ["python", "Pure Python", "stay", "plain", "python", 1],
  ["python-numpy", "Python", "stay", "stay", "numpy", 1],
  ["python-threads", "Python (2 threads)", "stay", "setting", "numpy", 2],
  ["python-slice", "Compiled slice", "stay", "slice", "compiled", 1],
  ["python-slice-threads", "Compiled slice (2 threads)", "stay", "slice", "compiled", 2],
  ["pyodide", "Pyodide", "wasm", "port", "python", 1],
  ["wasm", "Wasm", "wasm", "port", "compiled", 1],
  ["native", "Native in Node", "native", "port", "compiled", 1],
  ["native-threads", "Native in Node (2 threads)", "native", "port", "compiled", 2],
];

export const TARGETS: readonly TargetRecord[] = ROWS.map(([id, title, port, course, glue, threads]) => ({
  ...target(id, port, { course, glue, threads, reach: port === "wasm" ? [...ANYWHERE] : ["edge", "server"] }),
  title,
}));

/** ms a request takes, by target; a target that is left out is not measured. */
export type Times = Readonly<Record<string, number>>;

/** Glue that loops dominates: compiling it is nearly all that a port brings. */
export const GLUE_BOUND: Times = {
  python: 120,
  "python-numpy": 33,
  "python-threads": 31,
  "python-slice": 4.6,
  "python-slice-threads": 3.6,
  pyodide: 300,
  wasm: 7,
  native: 4.4,
  "native-threads": 3.4,
};

/** The engine dominates: threads are all that helps. */
export const ENGINE_BOUND: Times = {
  python: 21,
  "python-numpy": 20,
  "python-threads": 11,
  "python-slice": 19.5,
  "python-slice-threads": 10.5,
  pyodide: 60,
  wasm: 45,
  native: 19.4,
  "native-threads": 10.4,
};

export function measuredWorkload(id: string, times: Times, halfWidth = 0.02): WorkloadSummary {
  const today = times["python-numpy"]!;
  const cells = TARGETS.map(({ id: name, title, threads, port }) => {
    const ms = times[name];
    if (ms === undefined)
      return { state: "cut", target: name, reason: `${title} was not reached`, enable: null } as const;
    const isLike = port !== "stay" || name.startsWith("python-slice");
    const like = threads > 1 ? "python-threads" : "python-numpy";
    const ofLike = times[like];
    return cell(name, ms, {
      threads,
      cpuPerWall: threads,
      ratio: name === "python-numpy" ? null : ratioOf(ms / today, halfWidth),
      likeTarget: isLike && ofLike !== undefined ? like : null,
      likeRatio: isLike && ofLike !== undefined ? ratioOf(ms / ofLike, halfWidth) : null,
      quantilesMs: Array.from({ length: 60 }, (_, i) => ms * (0.95 + i / 400)),
    });
  });
  return { ...workload("python-numpy", cells), id, title: `Workload ${id}` };
}

export function summaryOf(workloads: readonly WorkloadSummary[]): MeasuredSummary {
  return {
    state: "measured",
    runId: "20260102T030405Z-quick-1",
    targets: TARGETS,
    workloads,
    environment: { cpuModel: "Test CPU", cores: 2, arch: "x64" },
  } as unknown as MeasuredSummary;
}
