import * as Plot from "@observablehq/plot";
import { html } from "htl";
import type { Bill, BillLine } from "../../model/cost/bill.js";
import { formatUsd } from "../../model/format.js";
import type { Answer, ExcludedAnswer } from "../../report/answer.js";
import { plural } from "../../report/bill-text.js";
import { type Billed, billsOf, billTitle } from "../../report/cost-charts.js";
import { decidedCode } from "../../report/figure-code.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

interface Part {
  readonly title: string;
  /** What kind of charge it is: "Servers", "Duration"; tiers of one charge are one kind. */
  readonly kind: string;
  readonly usd: number;
}

/** A month's bill of each option, stacked, and unfolded to quantity × price. */
export function billFigure({ ranked, excluded, subject, scenario }: Answer): HTMLElement {
  const { billed, shown, more } = billsOf({ ranked, excluded });
  const parts = shown.flatMap(({ option, bill }) =>
    bill.lines.map((line): Part => ({ title: option.title, kind: kindOf(line), usd: line.usd })),
  );
  const kinds = [...new Set(parts.filter(({ usd }) => usd > 0).map(({ kind }) => kind))];
  const hue = (kind: string) => `var(--option-${(kinds.indexOf(kind) % 8) + 1})`;
  const element = figure({
    id: "bill",
    title: billTitle(shown, ranked),
    subtitle: "What each option’s platform charges, by kind of charge",
    unit: "dollars a month",
    code: decidedCode("billFigure", subject.id, scenario),
    chart: responsive((width) => draw(parts, shown, hue, width)),
    description: `A month’s bill by option. ${shown
      .map(({ option, bill }) => `${option.title}: ${formatUsd(bill.totalUsd, 3)}.`)
      .join(" ")}`,
    legend: legend(kinds.map((kind) => ({ label: kind, colour: hue(kind) }))),
    caption: `What the platform charges in a month, on average over the draws; people are not in it.${
      more > 0
        ? ` The ${more} ${more === 1 ? "option that costs" : "options that cost"} most in all are below only.`
        : ""
    } Unfold an option for every line as mean quantity × price, with its source and date.`,
    table: peopleTable([...ranked, ...excluded]),
  });
  element.querySelector(".take-along")!.before(
    html`<details class="bills"><summary>Each bill, line by line: quantity × price, source and date</summary>${billed.map(
      ({
        option,
        bill,
      }) => html`<details><summary>${option.title}: ${formatUsd(bill.totalUsd, 3)} a month</summary>
        ${billTable(option.title, bill)}
        ${bill.notes.length > 0 ? html`<ul class="open-gates">${bill.notes.map((note) => html`<li>${note}.</li>`)}</ul>` : null}
      </details>`,
    )}</details>`,
  );
  return element;
}

/** The label without its tier: "Requests (first 10M, free)" is "Requests". */
const kindOf = ({ label }: BillLine) => label.replace(/ \(.*\)$/, "");

function draw(
  parts: readonly Part[],
  shown: readonly Billed[],
  hue: (kind: string) => string,
  width: number,
): Element {
  const narrow = width < 560;
  const titles = shown.map(({ option }) => option.title);
  const totals = shown.map(({ option, bill }) => ({ title: option.title, usd: bill.totalUsd }));
  return Plot.plot({
    width,
    height: titles.length * (narrow ? 44 : 28) + 44,
    marginLeft: narrow ? 8 : Math.min(320, 24 + 6.4 * Math.max(0, ...titles.map(({ length }) => length))),
    marginRight: 60,
    marginBottom: 36,
    x: {
      label: "dollars a month →",
      grid: true,
      ticks: narrow ? 4 : 7,
      tickFormat: (usd: number) => `$${usd.toLocaleString("en-US")}`,
    },
    y: {
      domain: titles,
      label: null,
      tickSize: 0,
      padding: narrow ? 0.55 : 0.28,
      ...(narrow ? { axis: null } : {}),
    },
    marks: [
      Plot.barX(
        parts.filter(({ usd }) => usd > 0),
        {
          x: "usd",
          y: "title",
          fill: ({ kind }: Part) => hue(kind),
          insetRight: 0.5,
          title: ({ title, kind, usd }: Part) => `${title}, ${kind}: ${formatUsd(usd, 3)}`,
        },
      ),
      Plot.text(totals, {
        x: "usd",
        y: "title",
        text: ({ usd }: { usd: number }) => formatUsd(usd),
        dx: 6,
        textAnchor: "start",
        fontWeight: 600,
      }),
      ...(narrow
        ? [
            Plot.text(totals, {
              y: "title",
              text: "title",
              frameAnchor: "left",
              dy: -19,
              textAnchor: "start",
            }),
          ]
        : []),
      Plot.ruleX([0]),
    ],
  });
}

/** One bill, line by line. */
function billTable(title: string, { totalUsd, lines }: Bill): HTMLElement {
  return dataTable(
    `${title}: ${formatUsd(totalUsd, 3)} a month`,
    [
      { label: "Part", heading: true, value: ({ label }: BillLine) => label },
      {
        label: "Quantity",
        numeric: true,
        value: (line) => `${Number(line.quantity.toPrecision(4)).toLocaleString("en-US")} ${plural(line)}`,
      },
      { label: "× price", numeric: true, value: ({ stated }) => stated },
      { label: "Amount", numeric: true, value: ({ usd }) => (usd === 0 ? "none" : formatUsd(usd, 3)) },
      {
        label: "Source",
        value: ({ source, validFrom, region, confidence, origin }) =>
          html`${source}<small>${origin === "user" ? "your own price; " : ""}${region}, ${
            validFrom === null ? "any date" : `from ${validFrom}`
          }, confidence ${confidence}</small>`,
      },
    ],
    lines,
  );
}

function peopleTable(all: readonly ExcludedAnswer[]): HTMLElement {
  return dataTable(
    "What each total is made of, on average over the draws: work once, people and bills over the horizon, discounted",
    [
      { label: "Option", heading: true, value: ({ option }: ExcludedAnswer) => option.title },
      {
        label: "Bill a month",
        numeric: true,
        value: ({ cost: { bill } }) => (bill === null ? "unknown" : formatUsd(bill.totalUsd, 3)),
      },
      {
        label: "People a month",
        numeric: true,
        value: ({ cost }) => formatUsd(cost.peopleUsdPerMonth, 3),
      },
      { label: "Work once", numeric: true, value: ({ cost }) => formatUsd(cost.onceUsd, 3) },
      { label: "+ people", numeric: true, value: ({ cost }) => formatUsd(cost.peopleUsd, 3) },
      {
        label: "+ bills",
        numeric: true,
        value: ({ cost: { billsUsd } }) => (billsUsd === null ? "unknown" : formatUsd(billsUsd, 3)),
      },
      { label: "= total", numeric: true, value: ({ cost }) => totalText(cost) },
    ],
    all,
  );
}

function totalText({ onceUsd, peopleUsd, billsUsd }: ExcludedAnswer["cost"]): string {
  return billsUsd === null ? "unknown" : formatUsd(onceUsd + peopleUsd + billsUsd, 3);
}
