import { html } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import { hotFrame } from "../../model/traces/hot-frame.js";
import { type FrameTime, largestFrames } from "../../model/traces/largest-frames.js";
import { frameFinding } from "../../report/profile.js";
import { profileSource } from "../../report/source.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { DESTINATION_FILL, DESTINATION_LABEL, destinationLegend } from "./destination-style.js";
import { icicleExplorer } from "./icicle-explorer.js";
import type { ProfileResult } from "./protocol.js";

const FRAMES_LISTED = 20;

/**
 * The icicle over the table of the largest frames.
 *
 * @param id its own among the figures of the page
 */
export function icicleFigure(result: ProfileResult, id = "frames"): HTMLElement {
  const { views, attribution } = result;
  const { wallMs } = attribution;
  const tree = views.folded.merged;
  const frames = largestFrames(tree, FRAMES_LISTED);
  const explorer = icicleExplorer(views);
  return figure({
    id,
    source: profileSource(result),
    title: frameFinding(hotFrame(tree), frames, wallMs),
    subtitle: "Where the time goes, by calling frame",
    unit: null,
    // It has a role of its own, and a name for every frame.
    readable: true,
    legend: destinationLegend(tree),
    chart: explorer.element,
    picture: () => explorer.picture(),
    description: frames.map(({ name, selfMs }) => `${name}: ${formatMs(selfMs)}.`).join(" "),
    tableLabel: "The largest frames as a table",
    table: frameTable(frames, wallMs),
  });
}

function frameTable(frames: readonly FrameTime[], wallMs: number): HTMLElement {
  return dataTable(
    `The ${frames.length} frames with most time of their own`,
    [
      {
        label: "Frame",
        heading: true,
        value: ({ name }: FrameTime) => html`<span class="frame-name">${name}</span>`,
      },
      { label: "Own time", numeric: true, value: ({ selfMs }) => formatMs(selfMs) },
      { label: "Share", numeric: true, value: ({ selfMs }) => formatShare(selfMs / wallMs) },
      {
        label: "Bucket",
        unbroken: true,
        value: ({ destination }) =>
          html`<span><span class="swatch" style=${{ background: DESTINATION_FILL[destination] }}></span>${DESTINATION_LABEL[destination]}</span>`,
      },
      { label: "File", value: ({ file, line }) => place(file, line) },
    ],
    frames,
  );
}

export function place(file: string | null, line: number | null): HTMLElement | string {
  if (file === null) return "—";
  return html`<code>${file}${line === null ? "" : `:${line}`}</code>`;
}
