import { html, svg } from "htl";
import { type Box, boxWithin, type ReadLine } from "../../model/shown-answer.js";
import { MOST_LISTED, pictureText } from "../../report/answered.js";
import { figure } from "../figure.js";
import { responsive } from "../responsive.js";
import type { ShownRequest } from "./request.js";

type Picture = Extract<ShownRequest, { kind: "picture" }>;

/** A small picture is shown at up to twice its size, CSS pixels. */
const MOST_SCALE = 2;
const MOST_WIDTH = 860;
const MOST_HEIGHT = 560;
/** Of a number's disc, CSS pixels: larger where lines are higher. */
const LEAST_RADIUS = 6;
const MOST_RADIUS = 9;
/** Size of a number, in radii of its disc. */
const EM_BY_DIGITS = [1.35, 1.2, 0.95];

/** A picture with a numbered frame around each line that was read. */
export function readPicture(
  title: string,
  lines: readonly ReadLine[],
  picture: Picture,
  table: HTMLElement,
): HTMLElement {
  const description = pictureText(lines, picture);
  return figure({
    id: "answered",
    title,
    subtitle: "The picture of the request, and the lines that were read in it",
    unit: null,
    chart: responsive((width) => draw(lines, picture, description, width), { minimum: 100 }),
    description,
    table,
    tableLabel: "As a table",
    open: true,
  });
}

function draw(lines: readonly ReadLine[], picture: Picture, description: string, place: number): HTMLElement {
  const { width, height, url } = picture;
  const scale = Math.min(place / width, MOST_SCALE, MOST_WIDTH / width, MOST_HEIGHT / height);
  const boxes = lines.slice(0, MOST_LISTED).map(({ box }) => boxWithin(box, picture));
  const radius = radiusOf(boxes, scale);
  return html`<div class="read-picture" style=${{ width: `${Math.max(1, Math.round(width * scale))}px` }}>
    <img src=${url} alt=${description} width=${width} height=${height}>
    <svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">${boxes.map((box, i) => box && frame(box, i + 1, radius))}</svg>
  </div>`;
}

/** In pixels of the picture. */
function radiusOf(boxes: readonly (Box | null)[], scale: number): number {
  const heights = boxes.flatMap((box) => (box ? [box[3] - box[1]] : []));
  const half = (Math.min(...heights) * scale) / 2;
  return Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, half)) / scale;
}

function frame([left, top, right, bottom]: Box, number: number, radius: number): SVGElement {
  const place = { x: left, y: top, width: right - left, height: bottom - top };
  // Beside the frame's corner, and still in the picture.
  const [x, y] = [Math.max(radius, left - radius / 2), Math.max(radius, top)];
  return svg`<g>
    <rect class="casing" ${place}></rect>
    <rect ${place}></rect>
    <circle cx=${x} cy=${y} r=${radius}></circle>
    <text x=${x} y=${y} font-size=${EM_BY_DIGITS[String(number).length - 1]! * radius} dy="0.36em">${number}</text>
  </g>`;
}
