/** What is said of the runs of one machine over time. */
import { formatEstimateMs, formatMs } from "../../model/format.js";
import type { RunDigest } from "../../model/runs/digest.js";
import type { Trend, TrendPoint } from "../../model/runs/trend.js";
import { counted, inWords, listed, titleOf } from "../words.js";
import { effectText } from "./effect.js";
import { dateText } from "./run-name.js";

export interface TrendRow {
  readonly workload: string;
  readonly target: string;
  readonly trend: Trend;
}

/** @param runs of the machine, oldest first: the newest names a thing */
export function trendRows(trends: readonly Trend[], runs: readonly RunDigest[]): TrendRow[] {
  const newest = [...runs].reverse();
  const [workloads, targets] = [newest.flatMap((run) => run.workloads), newest.flatMap((run) => run.targets)];
  return trends.map((trend) => ({
    workload: titleOf(trend.workload, workloads),
    target: titleOf(trend.target, targets),
    trend,
  }));
}

interface TrendColumn {
  readonly label: string;
  readonly text: (row: TrendRow) => string;
}

/** @param nameOf what a run that moved a cell is called by: its date, or its id */
export const trendColumns = (
  nameOf: (run: RunDigest) => string = ({ startedAt }) => dateText(startedAt),
): readonly TrendColumn[] => [
  { label: "Workload", text: ({ workload }) => workload },
  { label: "Target", text: ({ target }) => target },
  { label: "Runs", text: ({ trend }) => String(trend.points.length) },
  { label: "Baseline", text: ({ trend }) => formatMs(baselineOf(trend).ms) },
  { label: "Newest", text: ({ trend }) => formatMs(trend.points.at(-1)!.ms) },
  { label: "Since the baseline", text: ({ trend }) => effectText(trend.sinceBaseline) },
  { label: "Moved beyond noise by", text: ({ trend }) => movesText(trend, nameOf) },
];

const baselineOf = ({ points }: Trend): TrendPoint => points.find(({ isBaseline }) => isBaseline)!;

/** "slower with 2026-11-27 11:36, faster with 2026-11-28 05:10" */
function movesText({ points }: Trend, nameOf: (run: RunDigest) => string): string {
  const moves = points.flatMap(({ run, moved }) => (moved ? [`${moved} with ${nameOf(run)}`] : []));
  return moves.length === 0 ? "no run" : moves.join(", ");
}

/** Of all cells that more than one run holds. */
export function trendFinding(rows: readonly TrendRow[]): string {
  const repeated = rows.filter(({ trend }) => trend.points.length > 1);
  if (repeated.length === 0)
    return "No cell was measured twice on this machine, so that nothing can be said of time. `npx portolan measure` makes another run.";
  const changed = repeated.filter(({ trend }) => isBeyondNoise(trend));
  const said = (["slower", "faster"] as const).flatMap((verdict) => {
    const count = changed.filter(({ trend }) => trend.sinceBaseline!.verdict === verdict).length;
    return count === 0 ? [] : [`${inWords(count)} ${count === 1 ? "is" : "are"} ${verdict}`];
  });
  const cells = `${counted(repeated.length, "cell")} that ${repeated.length === 1 ? "was" : "were"} measured more than once`;
  return said.length === 0
    ? `Of ${cells}, none is faster or slower than at the baseline, beyond noise.`
    : `Of ${cells}, ${listed(said)} than at the baseline, beyond noise.`;
}

const isBeyondNoise = ({ sinceBaseline }: Trend): boolean =>
  sinceBaseline?.verdict === "faster" || sinceBaseline?.verdict === "slower";

/** What a figure of one workload is headed by: what became of its first target, and which runs moved any. */
export function trendTitle(rows: readonly TrendRow[]): string {
  const [first] = rows;
  if (first === undefined) return "Nothing was measured.";
  const moves = rows.flatMap(({ target, trend }) =>
    trend.points.flatMap(({ run, moved }) => (moved ? [{ target, moved, at: dateText(run.startedAt) }] : [])),
  );
  const head = `${first.workload}: `;
  if (moves.length === 0)
    return `${head}no run moved ${listed(rows.map(({ target }) => target))} beyond noise.`;
  const shown = moves.slice(-2).map(({ target, moved, at }) => `${target} became ${moved} on ${at}`);
  const more = moves.length > 2 ? `, the last of ${moves.length} moves` : "";
  return `${head}${listed(shown)}${more}.`;
}

/** One point, for a table and for whoever points at it. */
export const pointText = ({ run, ms, interval, isBaseline, effect }: TrendPoint): string =>
  `${dateText(run.startedAt)}, ${run.effort}: ${interval ? formatEstimateMs({ value: ms, ...interval }) : formatMs(ms)}` +
  `${isBaseline ? ", the baseline" : effect ? `, ${effectText(effect)}` : ""}`;

/** For a program. */
export const trendJson = ({ trend: { workload, target, points, sinceBaseline } }: TrendRow) => ({
  workload,
  target,
  sinceBaseline,
  points: points.map(({ run, ms, ...rest }) => ({
    runId: run.runId,
    startedAt: run.startedAt,
    medianMs: ms,
    ...rest,
  })),
});
