/** A reference from a run. */

import { serverGpuOf } from "../adapter.js";
import type { CrossingCurve } from "../boundary/curves.js";
import { fitCrossing } from "../boundary/fit.js";
import { courseOf } from "../course.js";
import type { TargetRecord } from "../run-file.js";
import type { Cell, MeasuredCell, MeasuredSummary, WorkloadSummary } from "../summary.js";
import { batchGains } from "./batch-gains.js";
import { gpuReference } from "./gpu-reference.js";
import { rungTimesOf } from "./ladder-effects.js";
import { honest } from "./leave-one-out.js";
import type { ForecastReference, ReferenceCell, ReferenceTarget, ReferenceWorkload } from "./reference.js";

export interface ReferenceOptions {
  /** A workload that must not inform the forecast: the one that is forecast. */
  readonly leaveOut?: string;
  /** Registered targets that the run does not know of; they are forecast from cited evidence. */
  readonly targets?: readonly ReferenceTarget[];
}

/** What a run says about this machine's targets, with intervals that are wide enough for its own workloads. */
export function forecastReference(
  summary: MeasuredSummary,
  options: ReferenceOptions = {},
): ForecastReference {
  return honest(measuredReference(summary, options));
}

/** The reference as measured, its intervals not widened. */
export function measuredReference(
  summary: MeasuredSummary,
  { leaveOut, targets = [] }: ReferenceOptions = {},
): ForecastReference {
  const known = new Set(summary.targets.map(({ id }) => id));
  const baseline = targetOfCourse(summary.targets, "stay");
  const plain = targetOfCourse(summary.targets, "plain");
  const gpus = gpusElsewhere(summary);
  for (const { target } of gpus) known.add(target.id);
  return {
    runId: summary.runId,
    baseline: baseline?.id ?? null,
    targets: [
      ...summary.targets
        .filter(({ id }) => gpus.every(({ target }) => target.id !== id))
        .map((target) => referenceTarget(target, summary)),
      ...gpus.map(({ target, of }) => referenceTarget(target, of, true)),
      ...targets.filter(({ id }) => !known.has(id)),
    ],
    workloads: summary.workloads
      .filter(({ id }) => id !== leaveOut)
      .map((workload) => ({
        ...referenceWorkload({ ...workload, cells: [...workload.cells, ...cellsElsewhere(workload, gpus)] }),
        arrayShare: workload.arrayShare,
        // The rung below skips a workload on which it would be today's program over again.
        isVectorised:
          workload.arrays ?? (baseline?.glue === "numpy" && plain?.skipped?.[workload.id] === undefined),
      })),
    copy: Object.fromEntries(summary.crossings.flatMap(copyFit)),
    widening: 1,
  };
}

/** What is left without any run: the targets' names. */
export function referenceWithoutRun(targets: readonly ReferenceTarget[]): ForecastReference {
  const baseline = targets.find(({ course }) => course === "stay")?.id ?? null;
  return { runId: null, baseline, targets, workloads: [], copy: {}, widening: 1 };
}

interface GpuElsewhere {
  readonly target: TargetRecord;
  readonly of: MeasuredSummary;
}

/** Of each GPU target that this machine did not measure, the newest run of another that did. */
function gpusElsewhere(own: MeasuredSummary): GpuElsewhere[] {
  const isMeasured = ({ workloads }: MeasuredSummary, id: string) =>
    workloads.some(({ cells }) => cells.some(({ target, state }) => target === id && state === "measured"));
  const found = new Map<string, GpuElsewhere>();
  for (const of of own.elsewhere ?? [])
    for (const target of of.targets)
      if (
        serverGpuOf(target) &&
        !found.has(target.id) &&
        !isMeasured(own, target.id) &&
        isMeasured(of, target.id)
      )
        found.set(target.id, { target, of });
  return [...found.values()];
}

/** Of the same model alone: another under the same name is another's time. */
function cellsElsewhere({ id, model }: WorkloadSummary, gpus: readonly GpuElsewhere[]): Cell[] {
  return gpus.flatMap(({ target, of }) => {
    const same = of.workloads.find((one) => one.id === id && one.model.sha256 === model.sha256);
    return same?.cells.filter((cell) => cell.target === target.id) ?? [];
  });
}

function copyFit({ host, way, bySize }: CrossingCurve) {
  const fit = way === "copy-in" ? fitCrossing(bySize) : null;
  return fit === null ? [] : [[host, fit] as const];
}

const targetOfCourse = (targets: readonly TargetRecord[], course: "plain" | "stay") =>
  targets.find((target) => courseOf(target) === course);

function referenceTarget(target: TargetRecord, summary: MeasuredSummary, elsewhere = false): ReferenceTarget {
  const { id, title, port, reach, threads, glue, tuned, standalone } = target;
  const browserFiles = target.available ? target.browserFiles : undefined;
  // Before glue was recorded, what stayed where it was had Python's.
  const ofOld = port === "stay" ? "python" : null;
  return {
    id,
    title,
    port,
    course: courseOf(target),
    reach,
    threads,
    glue: glue ?? ofOld,
    tuned,
    browserFiles,
    standalone,
    rungMs: rungTimesOf(target, summary.ladders ?? []),
    gpu: gpuReference(target, summary, elsewhere),
    batchGains: batchGains(id, summary.batches ?? []),
  };
}

function referenceWorkload({
  id,
  payloadBytes,
  resultBytes,
  calls: models = [],
  cells,
}: WorkloadSummary): Omit<ReferenceWorkload, "isVectorised"> {
  // Outputs come back into the glue's memory; inputs are seen there by the engine, or copied by it while it computes.
  const outputBytes = models.reduce((sum, model) => sum + model.outputBytes, 0);
  const calls = Math.max(
    1,
    models.reduce((sum, model) => sum + model.calls, 0),
  );
  const measured = cells.filter((cell): cell is MeasuredCell => cell.state === "measured");
  return {
    id,
    boundary: { calls, bytes: (payloadBytes + resultBytes + outputBytes) / calls },
    cells: new Map(measured.map((cell) => [cell.target, referenceCell(cell)])),
  };
}

/** z of the summary's 95 % intervals; they are wider than normal ones, so the variance is an upper bound. */
const Z95 = 1.959963984540054;

function referenceCell({
  attribution,
  p50Ms,
  coldMs,
  peakRssBytes,
  cpuPerWall,
}: MeasuredCell): ReferenceCell {
  const { engine } = attribution;
  return {
    wallMs: attribution.wallMs,
    logVariance: p50Ms.low > 0 ? (Math.log(p50Ms.high / p50Ms.low) / (2 * Z95)) ** 2 : 0,
    bucketMs: attribution.bucketMs,
    operators: engine.state === "unprofiled" ? [] : engine.operators,
    cpuPerWall,
    startMs: coldMs.spawn + coldMs.import + coldMs.compile,
    sessionMs: coldMs.session,
    firstInferenceMs: coldMs.firstInference,
    peakRssBytes,
  };
}
