import * as Plot from "@observablehq/plot";
import type { BatchingChoice } from "../../model/capacity/cheapest-batching.js";
import type { BatchView } from "../../model/decision/batch-view.js";
import { countText, usdText } from "../../model/format.js";
import { BATCH_COLUMNS, batchCaption, batchRow, batchTitle } from "../../report/batching.js";
import { latencyText } from "../../report/tail.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const HUES = [1, 2, 3, 4, 5, 6].map((hue) => `var(--option-${hue})`);

/** Latency against cost of one option, by its largest batch and its window. */
export function batchFigure(view: BatchView): HTMLElement {
  const sizes = sizesOf(view);
  const title = batchTitle(view);
  return figure({
    id: "batches",
    title,
    subtitle: `p99 of ${view.title} against its bill, by largest batch; along a line, the window grows`,
    unit: "milliseconds; USD per million requests",
    chart: responsive((width) => draw(view, width)),
    description: `p99 against the bill per million requests, for ${countText(view.choices.length)} windows and largest batches of ${view.title}. ${title}.`,
    legend: legend([
      ...sizes.map((size) => ({
        label: size === 1 ? "one by one" : `batches of ${size} at most`,
        colour: hueOf(view, size),
        symbol: "●",
      })),
      ...(view.best
        ? [{ label: "the cheapest within the limit", colour: "var(--theme-foreground)", symbol: "◇" }]
        : []),
    ]),
    caption: batchCaption(view),
    table: dataTable(
      "Windows and batches",
      BATCH_COLUMNS.map((label, i) => ({
        label,
        heading: i === 0,
        numeric: i > 0 && i < BATCH_COLUMNS.length - 1,
        value: (choice: BatchingChoice) => batchRow(view, choice)[i]!,
      })),
      view.choices,
    ),
  });
}

const sizesOf = ({ choices }: BatchView): number[] => [...new Set(choices.map(({ mostBatch }) => mostBatch))];
const hueOf = (view: BatchView, size: number): string => HUES[sizesOf(view).indexOf(size) % HUES.length]!;

/** What lies far beyond the limit would squeeze all else. */
const MOST_OVER_LIMIT = 1.6;
/** And what costs far more than one by one. */
const MOST_OVER_SINGLE = 2;

function draw(view: BatchView, width: number): Element {
  const { choices, best, sloMs } = view;
  const p99 = ({ run }: BatchingChoice) => run.latencyMs.p99;
  const all = choices.map(p99);
  const most =
    sloMs === null ? Math.max(...all) : Math.max(sloMs, Math.min(Math.max(...all), sloMs * MOST_OVER_LIMIT));
  const dear = MOST_OVER_SINGLE * Math.max(choices[0]!.usdPerMillion, best?.usdPerMillion ?? 0);
  const shown = choices.filter((choice) => p99(choice) <= most && choice.usdPerMillion <= dear);
  const x = p99;
  const y = "usdPerMillion";
  return Plot.plot({
    width,
    height: 320,
    marginLeft: 64,
    marginRight: 24,
    marginBottom: 40,
    x: { domain: [0, most * 1.03], label: "p99, ms →", grid: true, ticks: width < 560 ? 4 : 8 },
    y: {
      domain: [0, Math.max(...shown.map(({ usdPerMillion }) => usdPerMillion), 0) * 1.1 || 1],
      label: "↑ USD per million requests",
      tickFormat: usdText,
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.ruleY([0]),
      sloMs === null ? null : Plot.ruleX([sloMs], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" }),
      Plot.line(shown, {
        x,
        y,
        z: "mostBatch",
        stroke: ({ mostBatch }) => hueOf(view, mostBatch),
        strokeWidth: 1.5,
      }),
      Plot.dot(shown, {
        x,
        y,
        fill: ({ mostBatch }) => hueOf(view, mostBatch),
        r: 4,
        title: (choice: BatchingChoice) =>
          `${batchRow(view, choice)[0]}, window ${batchRow(view, choice)[1]}: p99 ${latencyText(p99(choice))}, ${usdText(choice.usdPerMillion)} per million`,
      }),
      Plot.dot(best ? [best] : [], {
        x,
        y,
        symbol: "diamond",
        stroke: "var(--theme-foreground)",
        strokeWidth: 2,
        r: 9,
      }),
    ],
  });
}
