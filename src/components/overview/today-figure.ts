import * as Plot from "@observablehq/plot";
import {
  BUCKET_LABEL,
  BUCKET_MEANING,
  BUCKETS_AND_REST,
  type BucketOrUnattributed,
} from "../../model/buckets.js";
import type { Subject } from "../../model/decision/subject.js";
import { formatEstimateMs, formatMs } from "../../model/format.js";
import { baselineCell } from "../../model/rules.js";
import type { MeasuredCell } from "../../model/summary.js";
import { todayQuery } from "../../report/figure-queries.js";
import { whereTimeGoes } from "../../report/today.js";
import { titleOf } from "../../report/words.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { barLayout } from "../charts/bar-layout.js";
import { dataTable } from "../data-table.js";
import { pageSource } from "../evidence-source.js";
import { figure } from "../figure.js";
import { bucketLegend } from "../legend.js";

interface Today {
  readonly id: string;
  readonly workload: string;
  readonly target: string;
  readonly cell: MeasuredCell;
}

/** @param list every workload with its bar and its answer */
export function todayFigure(subjects: readonly Subject[], list: Element): HTMLElement {
  const rows = subjects.flatMap(({ workload, targets }): Today[] => {
    const cell = baselineCell(workload);
    if (cell === null) return [];
    return [{ id: workload.id, workload: workload.title, target: titleOf(cell.target, targets), cell }];
  });
  const runId = pageSource()?.runId;
  return figure({
    id: "today",
    title: whereTimeGoes(subjects.map(({ workload }) => workload)) ?? "No workload has a baseline.",
    subtitle: "One request of today’s program, split by bucket",
    unit: null,
    readable: true,
    legend: bucketLegend(),
    chart: list,
    picture: (width) => drawing(rows, width),
    description: rows.map(describe).join(" "),
    tableLabel: "The numbers behind these bars",
    table: table(rows),
    ...(runId ? { query: todayQuery(runId, new Map(rows.map(({ id, cell }) => [id, cell.target]))) } : {}),
  });
}

const describe = ({ workload, target, cell }: Today): string =>
  `${workload}, ${target}: ${formatEstimateMs(cell.p50Ms)}, of which ${BUCKETS_AND_REST.map(
    (bucket) => `${BUCKET_LABEL[bucket]} ${formatMs(cell.attribution.bucketMs[bucket], 2)}`,
  ).join(", ")}.`;

/** The bars alone, for the files. */
function drawing(rows: readonly Today[], width: number): Element {
  const parts = rows.flatMap(({ workload, cell: { attribution } }) =>
    BUCKETS_AND_REST.map((bucket) => ({
      workload,
      bucket,
      percent: (100 * attribution.bucketMs[bucket]) / attribution.wallMs,
    })),
  );
  return Plot.plot({
    ...barLayout(
      rows.map(({ workload }) => workload),
      width,
    ),
    x: { label: "percent of a request →", domain: [0, 100] },
    marks: [
      Plot.barX(parts, {
        x: "percent",
        y: "workload",
        fill: ({ bucket }: { bucket: BucketOrUnattributed }) => BUCKET_FILL[bucket],
        order: parts.map(({ bucket }) => bucket),
        insetRight: 0.5,
      }),
      Plot.text(rows, {
        x: 100,
        y: "workload",
        text: ({ cell }: Today) => formatEstimateMs(cell.p50Ms),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
      }),
    ],
  });
}

function table(rows: readonly Today[]): HTMLElement {
  return dataTable(
    "One request of today’s program by bucket",
    [
      { label: "Workload", heading: true, value: ({ workload }: Today) => workload },
      { label: "Today", value: ({ target }) => target },
      { label: "Median", numeric: true, value: ({ cell }) => formatEstimateMs(cell.p50Ms) },
      ...BUCKETS_AND_REST.map((bucket) => ({
        label: BUCKET_LABEL[bucket],
        numeric: true,
        value: ({ cell }: Today) => formatMs(cell.attribution.bucketMs[bucket], 2),
        about: BUCKET_MEANING[bucket],
      })),
    ],
    rows,
  );
}
