import * as Plot from "@observablehq/plot";
import { html } from "htl";
import type { HeardSegment } from "../../model/shown-answer.js";
import { outlineOf, readWave, secondsOf, type Wave } from "../../model/wave.js";
import { MOST_LISTED, waveText } from "../../report/answered.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { ShownRequest } from "./request.js";

const HEIGHT = 150;
/** Silence is no noise, however much it were enlarged. */
const LEAST_PEAK = 0.01;

/** A recording's waveform with what was heard shaded, and the recording itself; null where its samples cannot be read. */
export function heardWave(
  title: string,
  segments: readonly HeardSegment[],
  { bytes, url }: Extract<ShownRequest, { kind: "sound" }>,
  table: HTMLElement,
): HTMLElement | null {
  const wave = readWave(bytes);
  if (wave === null || wave.samples.length === 0) return null;
  const shown = segments.slice(0, MOST_LISTED).filter(({ from }) => from < secondsOf(wave));
  return figure({
    id: "answered",
    title,
    subtitle: "The recording of the request, and where speech was heard in it",
    unit: "seconds",
    legend: legend([
      { label: "Sound", colour: "var(--theme-foreground-faint)" },
      { label: "Heard", colour: "var(--heard)" },
    ]),
    chart: responsive((width) => draw(wave, shown, width)),
    description: waveText(segments, secondsOf(wave)),
    caption: html`<audio controls preload="metadata" src=${url} aria-label="The recording of the request"></audio>`,
    table,
    tableLabel: "As a table",
    open: true,
  });
}

function draw(wave: Wave, segments: readonly HeardSegment[], width: number): Element {
  const outline = outlineOf(wave, width);
  const peak = outline.reduce((most, { low, high }) => Math.max(most, high, -low), LEAST_PEAK);
  const end = secondsOf(wave);
  const until = ({ to }: HeardSegment) => Math.min(to, end);
  return Plot.plot({
    width,
    height: HEIGHT,
    marginTop: 22,
    marginLeft: 8,
    marginRight: 12,
    x: { label: "seconds →", domain: [0, end] },
    y: { axis: null, domain: [-peak, peak] },
    marks: [
      Plot.rect(segments, { x1: "from", x2: until, y1: -peak, y2: peak, fill: "var(--heard)" }),
      Plot.areaY(outline, {
        ...{ x: "at", y1: "low", y2: "high" },
        fill: "var(--theme-foreground-faint)",
        stroke: "var(--theme-foreground-faint)",
        strokeWidth: 0.75,
      }),
      Plot.text(segments, {
        x: (segment: HeardSegment) => (segment.from + until(segment)) / 2,
        text: (_: HeardSegment, i: number) => String(i + 1),
        frameAnchor: "top",
        dy: -14,
        fontWeight: 600,
      }),
    ],
  });
}
