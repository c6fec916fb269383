import { html } from "htl";
import type { Calibration, CalibrationScore } from "../../model/forecast/calibrate.js";
import { formatShare } from "../../model/format.js";
import {
  calibrationTitle,
  type Names,
  percent,
  sharpness,
  skill,
  surprises,
  verdicts,
} from "../../report/calibration.js";
import { factor } from "../../report/words.js";
import { dataTable } from "../data-table.js";
import { lead } from "../lead.js";

/** What the page opens with: how good the forecasts are, and whether that is good enough. */
export function calibrationLead({ overall }: Calibration): HTMLElement {
  if (overall === null)
    return html`<p>This run does not allow a single forecast to be scored: that takes at least three workloads, measured on
      the baseline and on another target. <code>npx portolan measure</code> measures all.</p>`;
  return lead([`${calibrationTitle(overall)}.`, ...verdicts(overall)].join(" "), ["interval"]);
}

/** What else the scores say, and what was not scored. */
export function calibrationSummary(calibration: Calibration, names: Names): HTMLElement {
  const { overall, gaps } = calibration;
  const sentences =
    overall === null ? [] : [skill(overall), sharpness(overall), surprises(calibration, names)];
  return html`<div><p>${sentences.filter((sentence) => sentence !== null).join(" ")}</p>${gapList(gaps)}</div>`;
}

function gapList(gaps: readonly string[]): HTMLElement | null {
  return gaps.length === 0
    ? null
    : html`<details><summary>Not scored: ${gaps.length}</summary><ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul></details>`;
}

interface ScoreRow {
  readonly name: string;
  readonly score: CalibrationScore;
}

/** The scores overall, by target and by workload. */
export function scoreTable({ overall, byFrom, byTarget, byWorkload }: Calibration, names: Names): Node {
  if (overall === null) return document.createDocumentFragment();
  const rows: ScoreRow[] = [
    { name: "All", score: overall },
    ...byFrom.map((score) => ({ name: `from ${names.get(score.id) ?? score.id}`, score })),
    ...[...byTarget, ...byWorkload].map((score) => ({ name: names.get(score.id) ?? score.id, score })),
  ];
  return dataTable(
    "Scores of the forecasts: overall, by what they were made from, by target, by workload",
    [
      { label: "Forecasts of", heading: true, value: ({ name }: ScoreRow) => name },
      { label: "Count", numeric: true, value: ({ score }) => String(score.count) },
      {
        label: "Median error",
        numeric: true,
        value: ({ score }) => percent(score.medianAbsError),
      },
      { label: "Inside 80 %", numeric: true, value: ({ score }) => formatShare(score.coverage) },
      { label: "High ÷ low", numeric: true, value: ({ score }) => `${factor(score.meanFactor)}×` },
      {
        label: "One ratio’s error",
        numeric: true,
        value: ({ score: { naiveMedianAbsError: naive } }) => (naive === null ? "–" : percent(naive)),
      },
    ],
    rows,
  );
}
