/**
 * What a page of your own may call: the figures, tables, answers and numbers of this report, each by the run and by ids. A page knows
 * these names without an import; `docs/pages.md` has an example of each. All of them throw a RangeError with the ids that there are
 * where one is not among them.
 */
import { html } from "htl";
import { sensitivityOf } from "../model/decision/sensitivity.js";
import { allSubjects, type Decided, type DecidedOrNot, decideAbout } from "../model/decision/subject.js";

import type { PriceBook } from "../model/prices/price.js";
import type { RecordingListing } from "../model/recording-listing.js";
import { baselineCell } from "../model/rules.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { answerAbout } from "../report/advice.js";
import { ADVICE_COLUMNS, adviceHeadline, adviceRows } from "../report/advice-table.js";
import { answerOf } from "../report/answer.js";
import { LEDGER } from "../report/claims/ledger.js";
import { decidedCode } from "../report/figure-code.js";
import { bucketBar as barOf } from "./charts/bucket-bar.js";
import { bucketChart as bucketsOf } from "./charts/bucket-chart.js";
import { coldChart as coldOf } from "./charts/cold-chart.js";
import { latencyChart as latencyOf } from "./charts/latency-chart.js";
import { memoryChart as memoryOf } from "./charts/memory-chart.js";
import { claimsTable as claimsOf } from "./claims/claims-table.js";
import { dataTable } from "./data-table.js";
import { bucketLegend } from "./legend.js";
import { type Conditions, scenarioOf } from "./own/conditions.js";
import { found } from "./own/found.js";
import { billFigure as billOf } from "./what-if/bill-figure.js";
import { paretoFigure as paretoOf } from "./what-if/pareto-figure.js";
import { tornadoFigure as tornadoOf } from "./what-if/tornado-figure.js";
import { costTable as costsOf } from "./workload/cost-table.js";
import { type WorkloadView, workloadView } from "./workload/view.js";

export {
  countText as formatCount,
  formatBytes,
  formatEstimateMs,
  formatIntervalMs,
  formatMs,
  formatRatio,
  formatShare,
  formatUsd,
} from "../model/format.js";
export { gainChart } from "./overview/gain-chart.js";
export { chart } from "./own/chart.js";
export { batchChart, calibrationChart, crossingChart, kernelChart } from "./own/machine-figures.js";
export { table } from "./own/table.js";
export { gatesTable } from "./workload/gates-table.js";
export { ladder } from "./workload/ladder.js";
export { bucketLegend };

/** The run that the report shows, with what decisions about it need. A page has it as `run`. */
export interface Run extends MeasuredSummary {
  readonly prices: PriceBook;
  /** Pipelines that were recorded with `portolan profile`, newest first. */
  readonly recordings: readonly RecordingListing[];
}

/** A workload of the run, with its cells: one for each target. */
export function workload(run: Run, id: string): WorkloadSummary {
  return found(
    run.workloads.find((one) => one.id === id),
    "workload",
    id,
    run.workloads.map((one) => one.id),
  );
}

/** One workload on one target: `p50Ms`, `p99`, `coldTotalMs`, `peakRssBytes`, `ratio` and more. Durations are milliseconds. */
export function measured(run: Run, id: string, target: string): MeasuredCell {
  const all = viewOf(run, id).measured;
  return found(
    all.find((one) => one.cell.target === target),
    `measured target of ${id}`,
    target,
    all.map((one) => one.cell.target),
  ).cell;
}

/** What stands for today's program: the cell that all gains are over. */
export function today(run: Run, id: string): MeasuredCell {
  const cell = baselineCell(workload(run, id));
  if (cell) return cell;
  throw new RangeError(`run ${run.runId} has no baseline of ${id}; measure python, python-numpy or js, too`);
}

/** One request as a bar of its buckets; today's, unless another target is named. */
export function bucketBar(run: Run, id: string, target?: string): HTMLElement {
  return barOf((target === undefined ? today(run, id) : measured(run, id, target)).attribution);
}

/** Wall time by bucket, one bar for each target. */
export const bucketChart = (run: Run, id: string): HTMLElement => bucketsOf(viewOf(run, id));

/** The distribution of warm latencies, by target. */
export const latencyChart = (run: Run, id: string): HTMLElement => latencyOf(viewOf(run, id));

/** The first request of a new process by phase, by target. */
export const coldChart = (run: Run, id: string): HTMLElement => coldOf(viewOf(run, id));

/** Peak memory by target; a limit in MB is drawn as a line. */
export const memoryChart = (run: Run, id: string, limitMb: number | null = null): HTMLElement =>
  memoryOf(viewOf(run, id), limitMb);

/** Published figures beside what the run measured of each. */
export const claimsTable = (run: Run): HTMLElement =>
  claimsOf(
    LEDGER.filter(({ by }) => by === "run"),
    run,
  );

/**
 * The answer about one workload, or one recording, as the what-if page gives it.
 *
 * @param conditions fields of docs/scenarios.md as one writes them there, over those of a `preset`
 * @throws RangeError for conditions that are out of bounds, or where nothing can be compared with
 */
export function decide(run: Run, id: string, conditions: Conditions = {}): Decided {
  const subjects = subjectsOf(run);
  const ids = subjects.map(({ workload }) => workload.id);
  const subject = found(
    subjects.find(({ workload }) => workload.id === id),
    "workload or recording",
    id,
    ids,
  );
  const decided = decideAbout(subject, run.prices, scenarioOf(run.prices, conditions));
  if (decided.state === "decided") return decided;
  throw new RangeError(`nothing can be decided about ${id}: ${decided.reason}`);
}

/** What to do, what is fastest, from which traffic that pays: sentences. */
export const sentences = (decided: Decided): string[] => answerAbout(decided);

/** What a thousand requests are billed, and every bill unfolded. */
export const costTable = (decided: Decided): HTMLElement => fromHere(costsOf(decided));

/** All workloads and recordings under one set of conditions, as a table. */
export function adviceTable(run: Run, conditions: Conditions = {}): HTMLElement {
  return textTable(
    "Today, the fastest that qualifies, and what to do",
    ADVICE_COLUMNS,
    adviceRows(decideAll(run, conditions)),
  );
}

/** The overview's headline under these conditions. */
export function headline(run: Run, conditions: Conditions = {}): string {
  return adviceHeadline(decideAll(run, conditions), scenarioOf(run.prices, conditions));
}

/** What each option is billed a month, by what it is billed for. */
export const billFigure = (decided: Decided): HTMLElement => billOf(answer(decided));

/** Cost against latency. */
export const paretoFigure = (decided: Decided): HTMLElement => paretoOf(answer(decided));

/** Which input the answer hangs on; a sentence where nothing is ranked. */
export function tornadoFigure({ subject, decision }: Decided): HTMLElement {
  const sensitivity = sensitivityOf(decision);
  return sensitivity === null
    ? html`<p>Nothing is ranked, so that nothing can be weighed.</p>`
    : tornadoOf(sensitivity, null, decidedCode("tornadoFigure", subject.workload.id, decision.scenario));
}

const answer = ({ subject, decision, advice }: Decided) => answerOf(subject, decision, advice);

const subjectsOf = (run: Run) =>
  allSubjects(
    run,
    run.recordings.flatMap(({ pipeline }) => pipeline ?? []),
  );

function decideAll(run: Run, conditions: Conditions): DecidedOrNot[] {
  const scenario = scenarioOf(run.prices, conditions);
  return subjectsOf(run).map((subject) => decideAbout(subject, run.prices, scenario));
}

/** Links of a page of the report, which lies in a folder of it, as this page's, which may lie deeper. */
function fromHere(element: HTMLElement): HTMLElement {
  const depth = location.pathname.split("/pages/").pop()!.split("/").length;
  for (const link of element.querySelectorAll('a[href^="../"]'))
    link.setAttribute("href", link.getAttribute("href")!.replace("../", "../".repeat(depth)));
  return element;
}

function viewOf(run: Run, id: string): WorkloadView {
  workload(run, id);
  return workloadView(run, id)!;
}

function textTable(
  caption: string,
  labels: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const columns = labels.map((label, i) => ({
    label,
    heading: i === 0,
    value: (row: readonly string[]) => row[i],
  }));
  return dataTable(caption, columns, rows);
}
