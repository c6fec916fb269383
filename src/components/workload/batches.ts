import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { throughputOf } from "../../model/capacity/batch-knee.js";
import { countText, formatMs } from "../../model/format.js";
import {
  BATCHES_CAPTION,
  type BatchSeries,
  type BatchTableRow,
  batchesFinding,
  batchesNotes,
  batchesOf,
  batchRows,
} from "../../report/batches.js";
import { batchQuery } from "../../report/figure-queries.js";
import { styleAt } from "../boundary/way-style.js";
import { logTicks } from "../charts/log-ticks.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { WorkloadView } from "./view.js";

/** The model's call with more and more requests in it, by target; nothing where nobody looked at that. */
export function batches({ workload, summary }: WorkloadView): Node {
  const found = batchesOf(workload, summary);
  const { series } = found;
  if (series.length === 0) return document.createDocumentFragment();
  return html`<section>
    <h2>In batches</h2>
    ${figure({
      id: "batches",
      subtitle: "Requests a second against the time of the model’s call, with more and more requests in it",
      unit: null,
      query: batchQuery(summary.runId, workload.id),
      title: batchesFinding(series),
      legend: legend(
        series.map(({ title, elsewhere }, place) => ({
          label: elsewhere === null ? title : `${title}, on another machine`,
          meaning: elsewhere ?? "Measured here",
          colour: styleAt(place).colour,
          symbol: styleAt(place).text,
        })),
      ),
      chart: responsive((width) => draw(series, width)),
      description: `${batchesFinding(series)}. ${batchesNotes(found).join(" ")}`,
      caption: BATCHES_CAPTION,
      table: dataTable(
        "The model’s call by the number of its requests",
        [
          { label: "Target", heading: true, value: ({ target }: BatchTableRow) => target },
          { label: "Requests in a call", numeric: true, value: ({ batch }) => batch },
          { label: "The call", numeric: true, value: ({ call }) => call },
          { label: "Requests a second", numeric: true, value: ({ perSecond }) => perSecond },
          { label: "Of one by one", numeric: true, value: ({ gain }) => gain },
          // Of a CPU neither is told.
          ...(series.some(({ points }) => points.some(({ parts }) => parts !== null))
            ? [
                { label: "There, computing, back", value: ({ parts }: BatchTableRow) => parts },
                { label: "Device memory", numeric: true, value: ({ memory }: BatchTableRow) => memory },
              ]
            : []),
        ],
        batchRows(series),
      ),
    })}
    ${batchesNotes(found).map((note) => html`<p class="remark">${note}</p>`)}
  </section>`;
}

interface Point {
  readonly series: BatchSeries;
  readonly batch: number;
  readonly ms: number;
  readonly perSecond: number;
}

const pointsOf = (series: BatchSeries): Point[] =>
  series.curve.points.map(({ batch, ms }) => ({
    series,
    batch,
    ms: ms.value,
    perSecond: throughputOf(batch, ms.value),
  }));

function draw(all: readonly BatchSeries[], width: number): Element {
  const points = all.flatMap(pointsOf);
  const bounds = (values: readonly number[]): [number, number] => [
    Math.min(...values) / 1.3,
    Math.max(...values) * 1.4,
  ];
  const [x, y] = [bounds(points.map(({ ms }) => ms)), bounds(points.map(({ perSecond }) => perSecond))];
  const at = { x: "ms", y: "perSecond" } as const;
  return Plot.plot({
    width,
    height: Math.min(400, Math.max(280, width * 0.5)),
    marginLeft: 60,
    marginBottom: 44,
    x: {
      type: "log",
      domain: x,
      ticks: logTicks(...x, width < 500 ? 4 : 7),
      tickFormat: (ms: number) => formatMs(ms, 1),
      label: "time of a call →",
      grid: true,
    },
    y: {
      type: "log",
      domain: y,
      ticks: logTicks(...y, 6),
      tickFormat: (count: number) => countText(count),
      label: "↑ requests a second",
      grid: true,
    },
    marks: all.flatMap((series, place) => {
      const { colour, shape } = styleAt(place);
      const own = pointsOf(series);
      const knee = own.filter(({ batch }) => batch === series.knee.batch);
      return [
        Plot.line(own, {
          ...at,
          stroke: colour,
          strokeWidth: 1.5,
          strokeDasharray: place < 4 ? "none" : "4 3",
        }),
        Plot.dot(own, {
          ...at,
          r: 3.5,
          symbol: shape,
          fill: colour,
          title: ({ batch, ms, perSecond }: Point) =>
            `${series.title}, ${batch} in a call: ${formatMs(ms)}, ${countText(perSecond)} a second`,
        }),
        Plot.dot(knee, { ...at, r: 8, stroke: colour, strokeWidth: 1.5 }),
        Plot.text(knee, { ...at, text: ({ batch }: Point) => String(batch), dy: -15, fill: "currentColor" }),
      ];
    }),
  });
}
