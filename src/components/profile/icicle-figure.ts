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

/** The icicle over the table of the largest frames. */
export function icicleFigure(result: ProfileResult): HTMLElement {
  const {
    views,
    attribution: { wallMs },
  } = result;
  const tree = views.folded.merged;
  const frames = largestFrames(tree, FRAMES_LISTED);
  return figure({
    id: "frames",
    source: profileSource(result),
    title: frameFinding(hotFrame(tree), frames, wallMs),
    subtitle: "Where the time goes, by calling frame",
    unit: null,
    // It has a role of its own, and a name for every frame.
    readable: true,
    legend: destinationLegend(tree),
    chart: icicleExplorer(views),
    description: frames.map(({ name, selfMs }) => `${name}: ${formatMs(selfMs)}.`).join(" "),
    caption:
      "Callers lie above what they call; width is time, and not its order. The colour is the bucket of a frame’s own time: the part of it that no other frame lies below. Frames too thin to see are merged.",
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
