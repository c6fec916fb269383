import { html } from "htl";
import { formatMs } from "../../model/format.js";
import type { FrameDifference } from "../../model/traces/compare.js";
import {
  bucketDifferences,
  comparisonFinding,
  differenceCells,
  differenceColumns,
  framesFinding,
} from "../../report/comparison.js";
import { attributionOf } from "../../report/profile.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { dataTable } from "../data-table.js";
import { bucketLegend } from "../legend.js";
import { profileFacts } from "./answer.js";
import { DESTINATION_FILL, DESTINATION_LABEL } from "./destination-style.js";
import { differenceFigure } from "./difference-figure.js";
import { icicleFigure, place } from "./icicle-figure.js";
import type { ComparedResults, ProfileResult } from "./protocol.js";

const FRAMES_LISTED = 20;

/** Two profiles side by side: what differs, by bucket and by frame, and where each spends its time. */
export function comparisonSection(compared: ComparedResults): HTMLElement {
  const { a, b, comparison } = compared;
  const sides = [
    ["A", a],
    ["B", b],
  ] as const;
  return html`<div class="profile-comparison">
    <section class="profile-buckets">
      <h2>${comparisonFinding(comparison)}</h2>
      <div class="today">${bucketLegend()}${sides.map(
        ([
          side,
          result,
        ]) => html`<div><p class="bar-caption">${side}: ${result.name}${time(compared, result)}</p>
        ${bucketBar(attributionOf(result.attribution))}</div>`,
      )}</div>
      ${bucketTable(compared)}
      ${warnings(comparison.warnings)}
    </section>
    <section><h2>Which frames differ</h2>${frameTable(compared)}</section>
    <section><h2>Which calls differ</h2>${differenceFigure(compared)}</section>
    <section><h2>Where the time goes in each</h2>${sides.map(
      ([
        side,
        result,
      ]) => html`<div><h3 class="side-title">${side}: ${result.name}</h3>${icicleFigure(result, `frames-${side.toLowerCase()}`)}
      <details><summary>How ${side} was taken</summary>${profileFacts(result)}</details></div>`,
    )}</section>
  </div>`;
}

const time = ({ comparison }: ComparedResults, { attribution }: ProfileResult): string =>
  comparison.timesCompare ? `, ${formatMs(attribution.wallMs)}` : "";

function bucketTable({ comparison }: ComparedResults): HTMLElement {
  const rows = bucketDifferences(comparison);
  type Row = (typeof rows)[number];
  return dataTable(
    "Each bucket in A and B, and the difference",
    [
      {
        label: "Bucket",
        heading: true,
        value: ({ title, bucket }: Row) =>
          html`<span><span class="swatch" style=${{ background: BUCKET_FILL[bucket] }}></span>${title}</span>`,
      },
      ...differenceColumns(comparison).map((label, at) => ({
        label: label || "Remark",
        numeric: label !== "",
        value: ({ cells }: Row) => cells[at]!,
      })),
    ],
    rows,
  );
}

function frameTable({ comparison }: ComparedResults): HTMLElement {
  const { frames } = comparison;
  const shown = frames.slice(0, FRAMES_LISTED);
  return html`<div><h3>${framesFinding(comparison)}</h3>
    ${dataTable(
      `Frames by their own time: the ${shown.length} of ${frames.length.toLocaleString("en-US")} whose share differs most`,
      [
        {
          label: "Frame",
          heading: true,
          value: ({ frame }: FrameDifference) => html`<span class="frame-name">${frame}</span>`,
        },
        ...differenceColumns(comparison).map((label, at) => ({
          label: label || "Remark",
          numeric: label !== "",
          unbroken: label === "",
          value: (frame: FrameDifference) => differenceCells(comparison, frame, frame.in)[at]!,
        })),
        {
          label: "Bucket",
          unbroken: true,
          value: ({ destination }) =>
            html`<span><span class="swatch" style=${{ background: DESTINATION_FILL[destination] }}></span>${DESTINATION_LABEL[destination]}</span>`,
        },
        { label: "File", value: ({ file }) => place(file, null) },
      ],
      shown,
    )}</div>`;
}

function warnings(texts: readonly string[]): HTMLElement | null {
  if (texts.length === 0) return null;
  return html`<aside class="warnings" aria-label="Before you trust a difference"><h3>Before you trust a difference</h3>
    <ul>${texts.map((text) => html`<li>${text}</li>`)}</ul></aside>`;
}
