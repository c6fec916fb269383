import type { Calibration, CalibrationRow, CalibrationScore } from "../../src/model/forecast/calibrate.ts";
import { formatMs, formatShare } from "../../src/model/format.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { calibrationTitle, percent, verdicts } from "../../src/report/calibration.ts";
import { renderTable } from "../terminal/table.ts";
import { signedPercent } from "./forecast-report.ts";

/** What `--json` prints. */
export interface CalibrationJson extends Calibration {
  /** The scores of every run of the same machine, this one included, oldest first. */
  readonly runs: readonly CalibratedRun[];
}

interface CalibratedRun extends Pick<Calibration, "runId" | "effort" | "overall"> {
  /** ISO 8601. */
  readonly startedAt: string;
}

const ROW_HEAD = [
  "workload",
  "from",
  "target",
  "forecast",
  "80 % interval",
  "measured",
  "error",
  "inside",
  "one ratio's error",
];
const SCORES = ["forecasts", "median absolute error", "inside 80 %", "high ÷ low", "one ratio's"];
const SCORE_HEAD = ["", ...SCORES];
const RUN_HEAD = ["run", "effort", ...SCORES];

/** What the terminal shows. */
export function calibrationText(calibration: CalibrationJson): string {
  const { overall, rows, gaps } = calibration;
  const runs = runsText(calibration, (cells) => renderTable(RUN_HEAD, cells));
  if (overall === null) return ["Nothing to score.", ...gaps].join("\n");
  return [
    renderTable(ROW_HEAD, rows.map(rowCells)),
    "",
    renderTable(SCORE_HEAD, scoreRows(calibration)),
    "",
    judgement(overall),
    ...gaps,
    ...(runs === null ? [] : ["", runs]),
  ].join("\n");
}

/** How much the scores differ from run to run; null where there is one run only. */
function runsText({ runs }: CalibrationJson, table: (rows: readonly string[][]) => string): string | null {
  const scored = runs.flatMap(({ runId, effort, overall }) => (overall ? [{ runId, effort, overall }] : []));
  if (scored.length < 2) return null;
  const errors = scored.map(({ overall }) => overall.medianAbsError);
  const covered = scored.map(({ overall }) => overall.coverage);
  return `On the ${scored.length} runs of this machine, the median absolute error is ${percent(Math.min(...errors))} to ${percent(Math.max(...errors))}, and ${percent(Math.min(...covered))} to ${percent(Math.max(...covered))} of the measurements lie inside:

${table(scored.map(({ runId, effort, overall }) => [runId, effort, ...scoreCells(overall)]))}`;
}

/** docs/calibration.md. */
export function calibrationDocument(
  calibration: CalibrationJson,
  { environment, startedAt }: MeasuredSummary,
): string {
  const { overall, rows, gaps, runId, effort, baseline } = calibration;
  const tables =
    overall === null
      ? "Nothing to score."
      : [
          judgement(overall),
          runsText(calibration, (cells) => markdown(RUN_HEAD, cells)),
          markdown(SCORE_HEAD, scoreRows(calibration)),
          markdown(ROW_HEAD, rows.map(rowCells)),
        ]
          .filter((part) => part !== null)
          .join("\n\n");
  return `# How good the forecasts are

Written by \`npx portolan calibrate --write\`. Each workload was forecast on each target from its profile on
one alone, today's program (${baseline ?? "none"}) or the rung of plain loops below it, with all measurements of that workload left
out of the reference; then the forecast was compared with the measurement. [How a forecast is made](forecast.md) explains the columns and what the figures cannot tell.

Run ${runId}, effort ${effort}, ${startedAt.slice(0, 10)}: ${environment.cpuModel}, ${environment.cores} cores, ${environment.platform}${environment.node === null ? "" : `, Node ${environment.node}`}.

${tables}
${gaps.length > 0 ? `\nNot scored:\n\n${gaps.map((gap) => `- ${gap}`).join("\n")}\n` : ""}
*Error* is forecast over measured, minus one. *One ratio* is what a forecast without buckets would say: today's time
times the median of the other workloads' overall ratios on that target. *High ÷ low* is the geometric mean of the
intervals' widths: 1 would be certainty.

No constant of the method was fitted to these workloads, but its design was chosen with their results in view, which makes
these scores optimistic about another workload. The forecasts of one workload share its surprises: ${rows.length} rows are worth far
fewer independent ones.
`;
}

function rowCells({
  workload,
  from,
  target,
  forecastMs,
  measuredMs,
  error,
  inside,
  naiveMs,
}: CalibrationRow): string[] {
  return [
    workload,
    from,
    target,
    formatMs(forecastMs.median, 3),
    `${formatMs(forecastMs.low, 2)} to ${formatMs(forecastMs.high, 2)}`,
    formatMs(measuredMs, 3),
    signedPercent(error),
    inside ? "yes" : "no",
    naiveMs === null ? "–" : signedPercent(naiveMs / measuredMs - 1),
  ];
}

function scoreRows({ overall, byFrom, byTarget, byWorkload }: Calibration): string[][] {
  const row = (name: string, score: CalibrationScore) => [name, ...scoreCells(score)];
  return [
    ...(overall === null ? [] : [row("all", overall)]),
    ...byFrom.map((score) => row(`from ${score.id}`, score)),
    ...[...byTarget, ...byWorkload].map((score) => row(score.id, score)),
  ];
}

const scoreCells = (score: CalibrationScore) => [
  String(score.count),
  percent(score.medianAbsError),
  formatShare(score.coverage),
  score.meanFactor.toPrecision(2),
  score.naiveMedianAbsError === null ? "–" : percent(score.naiveMedianAbsError),
];

const judgement = (score: CalibrationScore): string =>
  [`${calibrationTitle(score)}.`, ...verdicts(score)].join(" ");

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
