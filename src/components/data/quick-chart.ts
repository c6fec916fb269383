import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { type ChartChoice, chartable, defaultChoice, markOf, NOTHING } from "../../report/quick-chart.js";
import { objectsOf, type SqlResult } from "../../report/sql-result.js";
import { responsive } from "../responsive.js";

/** So many of a category are told apart. */
const MOST_CATEGORIES = 60;
const ROW_PX = 20;

/** A chart of a result, with what lies along which side of the reader's choice; null where it has nothing to draw. */
export function quickChart(result: SqlResult): HTMLElement | null {
  const first = defaultChoice(result);
  if (first === null) return null;
  let choice = first;
  const place = html`<div class="chart-frame"></div>`;
  const remark = html`<p class="remark"></p>`;
  const show = () => {
    const rows = drawable(result, choice);
    const told = `${choice.y} over ${choice.x}${choice.colour === NOTHING ? "" : ` by ${choice.colour}`}`;
    remark.textContent =
      rows.length < result.rows.length
        ? `${told}: ${rows.length} of ${result.rows.length} rows.`
        : `${told}.`;
    place.replaceChildren(responsive((width) => named(draw(result, rows, choice, width), told)));
  };
  const picker = (label: string, key: keyof ChartChoice, names: readonly string[]) => html`<label>${label}
    <select ${{
      onchange: ({ target }: Event) => {
        choice = { ...choice, [key]: (target as HTMLSelectElement).value };
        show();
      },
    }}>${names.map((name) => html`<option value=${name} selected=${name === choice[key]}>${name === NOTHING ? "none" : name}</option>`)}</select></label>`;
  const names = chartable(result);
  show();
  return html`<details class="quick-chart" open><summary>Chart</summary>
    <div class="pickers">${picker("Across", "x", names)}${picker("Up or down", "y", names)}${picker("Colour", "colour", [NOTHING, ...names])}</div>
    ${place}${remark}
  </details>`;
}

function named(chart: Element, told: string): Element {
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `${told}; the table below has the values`);
  return chart;
}

/** Rows with both values, and of as many categories as can be told apart. */
function drawable(result: SqlResult, { x, y }: ChartChoice): Record<string, unknown>[] {
  const rows = objectsOf(result).filter((row) => row[x] !== null && row[y] !== null);
  const category = markOf(result, { x, y }) === "across" ? y : x;
  const isNumber = result.columns.find(({ name }) => name === category)!.kind !== "text";
  if (isNumber) return rows;
  const shown = new Set([...new Set(rows.map((row) => row[category]))].slice(0, MOST_CATEGORIES));
  return rows.filter((row) => shown.has(row[category]));
}

function draw(
  result: SqlResult,
  rows: readonly Record<string, unknown>[],
  { x, y, colour }: ChartChoice,
  width: number,
): Element {
  const mark = markOf(result, { x, y });
  const fill = colour === NOTHING ? "var(--theme-foreground-focus)" : colour;
  const sideways = mark === "across";
  const categories = sideways ? [...new Set(rows.map((row) => row[y]))] : [];
  const longest = Math.max(0, ...categories.map((name) => String(name).length));
  // Bars of one category would lie end to end, which says something only of parts of a whole; dots always do.
  const bars = new Set(rows.map((row) => row[sideways ? y : x])).size === rows.length;
  return Plot.plot({
    width,
    ...(sideways
      ? { height: categories.length * ROW_PX + 60, marginLeft: Math.min(220, 20 + 7 * longest) }
      : {}),
    x: { grid: true, label: x, ...(sideways ? { nice: true } : {}) },
    y: { grid: !sideways, label: sideways ? null : y, ...(sideways ? { domain: categories } : {}) },
    color: colour === NOTHING ? {} : { legend: true },
    marks: [
      mark === "dots" || !bars
        ? Plot.dot(rows, { x, y, fill, r: 3.5, title: (row) => textOf(row) })
        : sideways
          ? Plot.barX(rows, { x, y, fill, title: (row) => textOf(row) })
          : Plot.barY(rows, { x, y, fill, title: (row) => textOf(row) }),
      ...(mark === "dots" || !bars ? [] : [sideways ? Plot.ruleX([0]) : Plot.ruleY([0])]),
    ],
  });
}

const textOf = (row: Record<string, unknown>) =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
