import * as Plot from "@observablehq/plot";
import {
  BUCKET_LABEL,
  BUCKET_MEANING,
  BUCKETS_AND_REST,
  type BucketOrUnattributed,
} from "../../model/buckets.js";
import { formatEstimateMs, formatMs, formatShare } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import type { MeasuredCell } from "../../model/summary.js";
import { figureCode } from "../../report/figure-code.js";
import { bucketQuery } from "../../report/figure-queries.js";
import { bucketFinding } from "../../report/workload.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { bucketLegend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { WorkloadView } from "../workload/view.js";
import { barLayout } from "./bar-layout.js";
import { type BucketRow, bucketRows } from "./chart-rows.js";

/** Wall time by bucket, one bar for each target, fastest first. */
export function bucketChart({ measured, baseline, summary, workload }: WorkloadView): HTMLElement {
  const rows = bucketRows(measured);
  return figure({
    id: "buckets",
    title: bucketFinding(measured, baseline),
    subtitle: "Median time of one request by bucket",
    unit: "milliseconds",
    query: bucketQuery(summary.runId, workload.id),
    code: figureCode("bucketChart", workload.id),
    legend: bucketLegend(),
    chart: responsive((width) => draw(rows, measured, width)),
    description: `Median time of one request by bucket, in milliseconds. ${measured.map(describe).join(" ")}`,
    caption: "Split by the shares of the middle half of the iterations. Sorted, fastest first.",
    table: table(measured),
  });
}

function draw(rows: readonly BucketRow[], measured: readonly MeasuredTarget[], width: number): Element {
  const layout = barLayout(
    measured.map(({ target }) => target.title),
    width,
  );
  return Plot.plot({
    ...layout,
    x: { label: "milliseconds per request →", grid: true, nice: true },
    marks: [
      Plot.barX(rows, {
        x: "ms",
        y: "target",
        fill: ({ bucket }: BucketRow) => BUCKET_FILL[bucket],
        order: rows.map(({ bucket }) => bucket),
        insetRight: 0.5,
        title: ({ target, bucket, ms, wallMs }: BucketRow) =>
          `${target}, ${BUCKET_LABEL[bucket]}: ${formatMs(ms, 2)}, ${formatShare(ms / wallMs)}`,
      }),
      Plot.text(measured, {
        x: ({ cell }: MeasuredTarget) => cell.attribution.wallMs,
        y: ({ target }: MeasuredTarget) => target.title,
        text: ({ cell }: MeasuredTarget) => formatEstimateMs(cell.p50Ms),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
        fontSize: 12.5,
      }),
      Plot.ruleX([0]),
    ],
  });
}

function describe({ target, cell }: MeasuredTarget): string {
  const parts = BUCKETS_AND_REST.map(
    (bucket) => `${BUCKET_LABEL[bucket]} ${formatMs(cell.attribution.bucketMs[bucket], 2)}`,
  );
  return `${target.title}: ${formatEstimateMs(cell.p50Ms)}, of which ${parts.join(", ")}.`;
}

function table(measured: readonly MeasuredTarget[]): HTMLElement {
  const bucket = (name: BucketOrUnattributed) => ({
    label: BUCKET_LABEL[name],
    numeric: true,
    value: ({ cell }: MeasuredTarget) => formatMs(cell.attribution.bucketMs[name], 2),
    about: BUCKET_MEANING[name],
  });
  return dataTable(
    "Median time of one request by bucket",
    [
      { label: "Target", heading: true, value: ({ target }: MeasuredTarget) => target.title },
      {
        label: "Median",
        numeric: true,
        value: ({ cell }) => formatEstimateMs(cell.p50Ms),
        about: "the median over processes of each process’s median time of one request",
      },
      ...BUCKETS_AND_REST.map(bucket),
      {
        label: "Covered by spans",
        numeric: true,
        value: ({ cell }) => formatShare(cell.attribution.coverage),
        about: "the part of the wall time that some span claims",
      },
      { label: "Split of the model call", value: ({ cell }) => engineSplit(cell) },
    ],
    measured,
  );
}

function engineSplit({ attribution: { engine } }: MeasuredCell): string {
  switch (engine.state) {
    case "profiled":
      return `profiled; the profiler cost ${signedShare(engine.inflation)}`;
    case "withheld":
      return `withheld: the profiler slowed it by ${signedShare(engine.inflation)}, limit ${formatShare(engine.limit)}; compute is an upper bound`;
    case "unprofiled":
      return `not profiled: ${engine.reason}; compute is an upper bound`;
  }
}

function signedShare(share: number): string {
  return `${share < 0 ? "−" : "+"}${formatShare(Math.abs(share))}`;
}
