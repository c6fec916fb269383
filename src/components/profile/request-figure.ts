import * as Plot from "@observablehq/plot";
import { BUCKET_LABEL, BUCKETS_AND_REST, type BucketOrUnattributed } from "../../model/buckets.js";
import { formatMs } from "../../model/format.js";
import type { RequestSpread } from "../../model/traces/result.js";
import {
  REQUEST_COLUMNS,
  requestFinding,
  requestRows,
  requestsTitle,
  slowRequestsSentence,
} from "../../report/requests.js";
import type { Source } from "../../report/source.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { bucketLegend } from "../legend.js";
import { responsive } from "../responsive.js";

/** More would be thinner than a line. */
const MOST_DRAWN = 200;
const HEIGHT = 200;

interface BarRow {
  readonly request: number;
  readonly bucket: BucketOrUnattributed;
  readonly ms: number;
}

/** A profile's requests or steps, one bar each in order of their starts; null where there are not two. */
export function requestFigure(requests: RequestSpread, source: Source | null): HTMLElement | null {
  if (requests.count < 2) return null;
  const drawn = requests.each.slice(0, MOST_DRAWN);
  const rows = drawn.flatMap(({ bucketMs }, at) =>
    BUCKETS_AND_REST.map((bucket): BarRow => ({ request: at + 1, bucket, ms: bucketMs[bucket] })),
  );
  const which =
    drawn.length < requests.count
      ? `The first ${drawn.length} of ${requests.count}`
      : `All ${requests.count}`;
  return figure({
    id: "requests",
    source,
    title: requestFinding(requests),
    subtitle: `${requestsTitle(requests)}, by bucket`,
    unit: "milliseconds",
    legend: bucketLegend(),
    chart: responsive((width) => draw(rows, drawn.length, width)),
    description: `${requestsTitle(requests)}. ${requestRows(requests)
      .map(({ title, cells }) => `${title}: ${cells[1]} in the median, ${cells[4]} at most.`)
      .join(" ")}`,
    caption: `${which}, in order of their starts; each bar is one, split by bucket. ${slowRequestsSentence(requests)}`,
    table: table(requests),
  });
}

function draw(rows: readonly BarRow[], requests: number, width: number): Element {
  return Plot.plot({
    width,
    height: HEIGHT,
    x: {
      axis: null,
      domain: Array.from({ length: requests }, (_, at) => at + 1),
      padding: requests > 60 ? 0 : 0.15,
    },
    y: { label: "↑ milliseconds", grid: true, nice: true },
    marks: [
      Plot.barY(rows, {
        x: "request",
        y: "ms",
        fill: ({ bucket }: BarRow) => BUCKET_FILL[bucket],
        order: rows.map(({ bucket }) => bucket),
        title: ({ request, bucket, ms }: BarRow) =>
          `No. ${request}, ${BUCKET_LABEL[bucket]}: ${formatMs(ms, 2)}`,
      }),
      Plot.ruleY([0]),
    ],
  });
}

function table(requests: RequestSpread): HTMLElement {
  type Row = ReturnType<typeof requestRows>[number];
  return dataTable(
    requestsTitle(requests),
    [
      { label: "", heading: true, value: ({ title }: Row) => title },
      ...REQUEST_COLUMNS.map((label, at) => ({
        label,
        numeric: true,
        value: ({ cells }: Row) => cells[at]!,
      })),
    ],
    requestRows(requests),
  );
}
