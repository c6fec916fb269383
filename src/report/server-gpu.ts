/** What a server's GPU makes of a request, here or on another machine: against today's program on the same machine. */
import { type ServerGpuApi, serverGpuOf } from "../model/adapter.js";
import { formatIntervalMs, formatMs, formatRatio } from "../model/format.js";
import { type MeasuredTarget, measuredTargets } from "../model/measured-target.js";
import { TOLERANCE_FACTOR } from "../model/precision.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { isSame } from "./batches.js";
import { machineText, otherMachine } from "./other-machine.js";
import { titleOf } from "./words.js";

export interface ServerGpuRow {
  readonly target: string;
  readonly gpu: string;
  readonly request: string;
  readonly today: string;
  readonly change: string;
  readonly compute: string;
  readonly moving: string;
  readonly outputs: string;
  readonly where: string;
}

/** Of each target on a server's GPU, this machine's first; none where nobody measured one. */
export function serverGpuRows(workload: WorkloadSummary, summary: MeasuredSummary): ServerGpuRow[] {
  const there = (summary.elsewhere ?? []).flatMap((run) =>
    run.workloads
      .filter((other) => isSame(other, workload))
      .flatMap((other) => rowsOf(other, run, otherMachine(run))),
  );
  const here = `Measured here: ${machineText(summary.environment)}`;
  return [...rowsOf(workload, summary, here), ...there];
}

const API_NAME: Readonly<Record<ServerGpuApi, string>> = { cuda: "CUDA", rocm: "ROCm", mps: "MPS" };

function rowsOf(workload: WorkloadSummary, run: MeasuredSummary, where: string): ServerGpuRow[] {
  const baseline = workload.cells.find(({ target }) => target === workload.baseline);
  return measuredTargets(workload, run.targets).flatMap(({ target, cell }) => {
    const gpu = serverGpuOf(target);
    if (gpu === null) return [];
    const { bucketMs } = cell.attribution;
    return [
      {
        target: target.title,
        gpu: `${gpu.name}, by ${API_NAME[gpu.api]}`,
        request: formatIntervalMs(cell.p50Ms),
        today:
          baseline?.state === "measured"
            ? `${formatIntervalMs(baseline.p50Ms)} (${titleOf(baseline.target, run.targets)})`
            : "not measured there",
        change: cell.ratio === null ? "–" : formatRatio(cell.ratio),
        compute: formatMs(bucketMs.compute),
        moving: formatMs(bucketMs.io),
        outputs: outputsText({ target, cell }),
        where,
      },
    ];
  });
}

/** Half precision is another answer: how far it is from the model's own, and what was allowed. */
export function outputsText({ target: { precision }, cell: { agreement } }: MeasuredTarget): string {
  if (agreement === null) return "not compared";
  const off = `off by ${agreement.maxAbsError.toPrecision(2)} at most, where ${Number(agreement.tolerance.toPrecision(2))} is allowed`;
  return precision === undefined
    ? `float32: ${off}`
    : `${precision}: ${off}, ${TOLERANCE_FACTOR[precision]} times what is allowed in float32`;
}

export const SERVER_GPU_NOTE =
  "Computing is from the first kernel to the last, with what launching them leaves idle; moving is tensors on their way to the GPU and back, with the request’s own bytes. Both are told by the device’s own clock, where it has one that a program can read. A GPU’s times are that GPU’s alone.";
