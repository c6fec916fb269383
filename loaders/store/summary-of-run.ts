import { serverGpuOf } from "../../src/model/adapter.ts";
import { courseOf } from "../../src/model/course.ts";
import type { TargetRecord } from "../../src/model/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { otherRunWarning, titleElsewhere } from "../../src/report/other-runs.ts";
import { referenceRuns } from "./reference-runs.ts";
import type { StoredRun } from "./runs.ts";

/**
 * A run's summary, with the GPUs that reference runs of the same suite measured on other machines.
 *
 * @param others runs whose targets are options too
 */
export function summaryOfRun(
  { run, warnings }: StoredRun,
  warn: (message: string) => void,
  others: readonly { readonly stored: StoredRun; readonly platform: string | null }[] = [],
): MeasuredSummary {
  const summary = withOthers(summarise(run, warnings), others);
  const elsewhere = referenceRuns(warn)
    .filter(({ run: { header } }) => header.suiteVersion === summary.suiteVersion)
    .filter(({ run: { header } }) => header.runId !== summary.runId && header.targets.some(serverGpuOf))
    .map((reference) => gpusOf(summarise(reference.run, reference.warnings)))
    .reverse();
  return elsewhere.length === 0 ? summary : { ...summary, elsewhere };
}

function withOthers(
  main: MeasuredSummary,
  asked: NonNullable<Parameters<typeof summaryOfRun>[2]>,
): MeasuredSummary {
  if (asked.length === 0) return main;
  const others = asked.map(({ stored, platform }) => {
    const run = summarise(stored.run, stored.warnings);
    const targets = run.targets.map((one) => ({ ...one, title: titleElsewhere(one.title, run, main) }));
    return { run: { ...run, targets, crossings: [], features: [], ladders: [] }, platform };
  });
  return {
    ...main,
    others,
    warnings: [...main.warnings, ...others.map((one) => otherRunWarning(one, main))],
  };
}

/** As much of it as a forecast asks for: its GPUs, and today's program beside them. */
function gpusOf(summary: MeasuredSummary): MeasuredSummary {
  const isKept = (target: TargetRecord) => serverGpuOf(target) !== null || courseOf(target) === "stay";
  const kept = new Set(summary.targets.filter(isKept).map(({ id }) => id));
  return {
    ...summary,
    targets: summary.targets.filter(({ id }) => kept.has(id)),
    workloads: summary.workloads.map((workload) => ({
      ...workload,
      cells: workload.cells.filter(({ target }) => kept.has(target)),
    })),
    crossings: [],
    features: [],
    ladders: [],
  };
}
