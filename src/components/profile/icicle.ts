import { html, svg } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import type { DrawnTree } from "../../model/traces/drawn-tree.js";
import { responsive } from "../responsive.js";
import { DESTINATION_FILL, DESTINATION_INK, DESTINATION_LABEL } from "./destination-style.js";
import { layoutOf, neighbour, type Placed, pathTo } from "./icicle-layout.js";

const ROW = 20;
/** More levels than this push the rest of the page away; a zoom brings the deeper ones. */
const MOST_ROWS = 24;
/** Thinner than this, pixels, a frame is not drawn. */
const THINNEST = 0.8;
const ROOM_FOR_TEXT = 36;
const LETTER = 6.9;

const KEYS =
  "Arrow keys move between frames, Enter or a click zooms into one, Escape zooms out by one, Home shows the whole profile.";

let icicles = 0;

/** The calling tree as an icicle, coloured by the bucket of each frame's own time. One tab stop; the keys do the rest. */
export function icicle(tree: DrawnTree): HTMLElement {
  const root = layoutOf(tree);
  const id = `icicle-${++icicles}`;
  let zoomed = root;
  let selected = root;
  let width = 0;

  const detail = html`<p class="icicle-detail" id=${`${id}-detail`}></p>`;
  const trail = html`<nav class="icicle-trail" aria-label="Zoomed into"></nav>`;
  const deeper = html`<p class="icicle-deeper"></p>`;
  const place = responsive((available) => {
    width = available;
    return draw();
  });

  const scale = (x: number) => ((x - zoomed.x0) / (zoomed.x1 - zoomed.x0)) * width;
  const isShown = (node: Placed) =>
    node.depth >= zoomed.depth &&
    node.depth < zoomed.depth + MOST_ROWS &&
    scale(node.x1) - scale(node.x0) >= THINNEST;

  function draw(): SVGElement {
    const shown = zoomed.descendants().filter(isShown);
    const rows = Math.max(...shown.map(({ depth }) => depth)) - zoomed.depth + 1;
    const hidden = zoomed.height + 1 - rows;
    deeper.textContent =
      hidden > 0
        ? `${hidden} deeper ${hidden === 1 ? "level is" : "levels are"} too thin or too deep to draw: zoom in to see them.`
        : "";
    const drawing = svg`<svg id=${id} class="icicle" role="tree" tabindex="0" width=${width} height=${rows * ROW}
      viewBox=${`0 0 ${width} ${rows * ROW}`} aria-label=${`Where the time goes, by calling frame. ${KEYS}`}>
      ${shown.map(box)}<rect class="icicle-cursor" aria-hidden="true"></rect></svg>`;
    drawing.addEventListener("keydown", onKey as EventListener);
    drawing.addEventListener("focus", () => mark());
    drawing.addEventListener("pointerleave", () => tell(selected));
    mark(drawing);
    return drawing;
  }

  function box(node: Placed): SVGElement {
    const { name, destination } = node.data.node;
    const { left, top, wide } = boxOf(node);
    const text = wide > ROOM_FOR_TEXT ? cut(name, Math.floor((wide - 8) / LETTER)) : "";
    const item = svg`<g role="treeitem" id=${boxId(node)} aria-level=${node.depth + 1} aria-label=${sentence(node)} aria-selected="false">
      <rect class=${destination} x=${left} y=${top} width=${Math.max(0.5, wide - 0.75)} height=${ROW - 1} style=${{ fill: isRoot(node) ? "var(--sea)" : DESTINATION_FILL[destination] }}></rect>
      ${text ? svg`<text x=${left + 4} y=${top + ROW - 6} style=${{ fill: isRoot(node) ? "var(--theme-foreground)" : DESTINATION_INK[destination] }}>${text}</text>` : null}
      <title>${sentence(node)}</title>
    </g>`;
    item.addEventListener("click", () => zoom(node === zoomed && node.parent ? node.parent : node));
    item.addEventListener("pointerenter", () => tell(node));
    return item;
  }

  function boxOf(node: Placed): { left: number; top: number; wide: number } {
    const [left, right] = [Math.max(0, scale(node.x0)), Math.min(width, scale(node.x1))];
    return { left, top: (node.depth - zoomed.depth) * ROW, wide: right - left };
  }

  const boxId = (node: Placed) => `${id}-${node.data.id}`;

  /** Marks the selected frame; the tree itself keeps the focus. */
  function mark(drawing: Element | null = place.firstElementChild): void {
    if (!drawing) return;
    for (const item of drawing.querySelectorAll('[aria-selected="true"]'))
      item.setAttribute("aria-selected", "false");
    drawing.querySelector(`#${boxId(selected)}`)?.setAttribute("aria-selected", "true");
    const { left, top, wide } = boxOf(selected);
    const cursor = drawing.querySelector(".icicle-cursor")!;
    for (const [name, value] of Object.entries({
      x: left + 1,
      y: top + 1,
      width: Math.max(1, wide - 2.75),
      height: ROW - 3,
    }))
      cursor.setAttribute(name, String(value));
    drawing.setAttribute("aria-activedescendant", boxId(selected));
    tell(selected);
  }

  function tell(node: Placed): void {
    detail.textContent = sentence(node);
  }

  function zoom(node: Placed): void {
    const focused = place.contains(document.activeElement);
    zoomed = node;
    selected = node;
    trail.replaceChildren(...crumbs());
    place.replaceChildren(draw());
    if (focused) (place.firstElementChild as SVGElement).focus({ preventScroll: true });
  }

  function crumbs(): Node[] {
    if (zoomed === root) return [];
    return pathTo(zoomed).map((node) =>
      node === zoomed
        ? html`<span aria-current="true">${cut(node.data.node.name, 40)}</span>`
        : html`<button type="button" ${{
            onclick: () => {
              zoom(node);
              (place.firstElementChild as SVGElement).focus({ preventScroll: true });
            },
          }}>${cut(node.data.node.name, 40)}</button>`,
    );
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "ArrowUp":
      case "ArrowDown":
      case "ArrowLeft":
      case "ArrowRight": {
        const next = neighbour(selected, event.key, isShown);
        if (next) {
          selected = next;
          mark();
        }
        break;
      }
      case "Enter":
      case " ":
        if (selected !== zoomed) zoom(selected);
        break;
      case "Escape":
        if (zoomed === root) return;
        zoom(zoomed.parent!);
        break;
      case "Home":
        zoom(root);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const sentence = (node: Placed) => describe(node, root);
  tell(root);
  return html`<div class="icicle-frame">
    ${trail}
    <div class="chart-frame">${place}</div>
    ${detail}${deeper}
    <p class="icicle-keys">${KEYS}</p>
  </div>`;
}

const isRoot = ({ parent }: Placed) => parent === null;

/** "tokenize, /app/pipeline.py:12: 412 ms (34 %), 380 ms of its own: Interpreter (glue)" */
function describe({ data: { node }, parent }: Placed, root: Placed): string {
  const whole = root.data.node.totalMs;
  const share = whole > 0 ? node.totalMs / whole : 0;
  if (parent === null) {
    const rest = node.selfMs > whole / 1000 ? `, of which no frame covers ${formatMs(node.selfMs, 2)}` : "";
    return `${capital(node.name)}: ${formatMs(node.totalMs)}${rest}`;
  }
  const where = node.file === null ? "" : `, ${node.file}${node.line === null ? "" : `:${node.line}`}`;
  const own =
    node.selfMs === 0
      ? "none of it its own"
      : node.selfMs === node.totalMs
        ? `all its own: ${DESTINATION_LABEL[node.destination]}`
        : `${formatMs(node.selfMs, 2)} of it its own: ${DESTINATION_LABEL[node.destination]}`;
  return `${node.name}${where}: ${formatMs(node.totalMs)} (${formatShare(share)}), ${own}`;
}

function cut(text: string, letters: number): string {
  if (letters < 2) return "";
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
