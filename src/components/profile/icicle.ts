import { html, svg } from "htl";
import type { DrawnNode, DrawnTree } from "../../model/traces/drawn-tree.js";
import type { OrderedTree } from "../../model/traces/ordered-tree.js";
import { frameSentence, type SandwichHalf } from "../../report/icicle.js";
import { responsive } from "../responsive.js";
import { DESTINATION_FILL, DESTINATION_INK, DESTINATION_LABEL } from "./destination-style.js";
import { type Direction, layoutOf, neighbour, type Placed, pathTo } from "./icicle-layout.js";

const ROW = 20;
/** More levels than this push the rest of the page away; a zoom brings the deeper ones. */
const MOST_ROWS = 24;
/** Thinner than this, pixels, a frame is not drawn. */
const THINNEST = 0.8;
const ROOM_FOR_TEXT = 36;
const LETTER = 6.9;

export interface IciclePaint {
  readonly fill: string;
  readonly ink: string;
  /** What the colour says of the frame. */
  readonly says: string;
}

export interface IcicleOptions {
  /** What the tree is, for whoever cannot see it. */
  readonly label: string;
  /** Of one function in the middle: what lies above the root, or below it. */
  readonly half?: SandwichHalf;
  /** A frame by something else than its bucket. */
  readonly paint?: (node: number) => IciclePaint;
  /** Escape at the root, of which no zoom leads back. */
  readonly onLeave?: () => void;
  /** The reader asks for what calls a frame and what it calls. */
  readonly onSandwich?: (node: DrawnNode) => void;
}

let icicles = 0;

/**
 * A calling tree as an icicle, coloured by the bucket of each frame's own time. It is one tab stop: the tree keeps the focus, and
 * `aria-activedescendant` says which frame is selected (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/).
 */
export class Icicle {
  readonly element: HTMLElement;
  readonly #id = `icicle-${++icicles}`;
  readonly #options: IcicleOptions;
  readonly #detail = html`<p class="icicle-detail"></p>`;
  readonly #trail = html`<nav class="icicle-trail" aria-label="Zoomed into"></nav>`;
  readonly #deeper = html`<p class="icicle-deeper"></p>`;
  readonly #place: HTMLElement;
  readonly #root: Placed;
  readonly #placed: readonly Placed[];
  #zoomed: Placed;
  #selected: Placed;
  #found: ReadonlySet<number> | null = null;
  #width = 0;
  /** Depths that are drawn. */
  #rows = 1;

  constructor(tree: DrawnTree | OrderedTree, options: IcicleOptions) {
    this.#options = options;
    this.#root = layoutOf(tree);
    const placed: Placed[] = [];
    this.#root.each((node) => {
      placed[node.data.id] = node;
    });
    this.#placed = placed;
    this.#zoomed = this.#root;
    this.#selected = this.#root;
    this.#place = responsive((available) => {
      this.#width = available;
      return this.#draw();
    });
    this.#tell(this.#root);
    this.element = html`<div class="icicle-frame">
      ${this.#trail}
      ${this.#place}
      ${this.#detail}${this.#deeper}
    </div>`;
  }

  /** The frame that the keys act on; the root, if none was chosen. */
  get selected(): DrawnNode {
    return this.#selected.data.node;
  }

  /** Marks frames that are looked for, by their indices in the tree; null for none. */
  highlight(found: ReadonlySet<number> | null): void {
    this.#found = found;
    const drawing = this.#place.firstElementChild;
    if (drawing) this.#markFound(drawing);
  }

  /** Selects a frame, and zooms where it would not be seen. */
  select(node: number): void {
    const wanted = this.#placed[node]!;
    if (!wanted.ancestors().includes(this.#zoomed)) this.#zoom(this.#root);
    // The outermost frame in which it is wide and high enough.
    for (const at of pathTo(wanted)) {
      if (this.#isShown(wanted)) break;
      this.#zoomed = at;
    }
    this.#zoom(this.#zoomed, wanted);
  }

  focus(): void {
    this.drawing?.focus({ preventScroll: true });
  }

  /** Null until it has a place. */
  get drawing(): SVGElement | null {
    return this.#place.firstElementChild as SVGElement | null;
  }

  /** Callers lie above what they call, also where the root is what they call. */
  get #isUpward(): boolean {
    return this.#options.half === "callers";
  }

  #scale(x: number): number {
    const { x0, x1 } = this.#zoomed;
    return ((x - x0) / (x1 - x0 || 1)) * this.#width;
  }

  #isShown(node: Placed): boolean {
    const depth = node.depth - this.#zoomed.depth;
    return (
      depth >= 0 &&
      depth < MOST_ROWS &&
      (node === this.#zoomed || this.#scale(node.x1) - this.#scale(node.x0) >= THINNEST)
    );
  }

  #draw(): SVGElement {
    const shown = this.#zoomed.descendants().filter((node) => this.#isShown(node));
    this.#rows = Math.max(...shown.map(({ depth }) => depth)) - this.#zoomed.depth + 1;
    const hidden = this.#zoomed.height + 1 - this.#rows;
    this.#deeper.textContent =
      hidden > 0
        ? `${hidden} deeper ${hidden === 1 ? "level is" : "levels are"} too thin or too deep to draw: zoom in to see them.`
        : "";
    const height = this.#rows * ROW;
    const drawing = svg`<svg id=${this.#id} class="icicle" role="tree" tabindex="0" width=${this.#width} height=${height}
      viewBox=${`0 0 ${this.#width} ${height}`} aria-label=${this.#options.label}>
      ${shown.map((node) => this.#box(node))}<rect class="icicle-cursor" aria-hidden="true"></rect></svg>`;
    drawing.addEventListener("keydown", ((event: KeyboardEvent) => this.#onKey(event)) as EventListener);
    drawing.addEventListener("focus", () => this.#mark());
    drawing.addEventListener("pointerleave", () => this.#tell(this.#selected));
    this.#mark(drawing);
    this.#markFound(drawing);
    return drawing;
  }

  #box(node: Placed): SVGElement {
    const { name, destination, repeats = 1 } = node.data.node;
    const { left, top, wide } = this.#boxOf(node);
    const label = repeats > 1 ? `${name} ×${repeats}` : name;
    const text = wide > ROOM_FOR_TEXT ? cut(label, Math.floor((wide - 8) / LETTER)) : "";
    const isWhole = node === this.#root && this.#options.half === undefined;
    const { fill, ink } = isWhole
      ? { fill: "var(--sea)", ink: "var(--theme-foreground)" }
      : (this.#options.paint?.(node.data.id) ?? {
          fill: DESTINATION_FILL[destination],
          ink: DESTINATION_INK[destination],
        });
    const sentence = this.#sentence(node);
    const item = svg`<g role="treeitem" id=${this.#boxId(node)} aria-level=${node.depth + 1} aria-selected="false">
      <rect class=${destination} x=${left} y=${top} width=${Math.max(0.5, wide - 0.75)} height=${ROW - 1} style=${{ fill }}></rect>
      ${text ? svg`<text x=${left + 4} y=${top + ROW - 6} style=${{ fill: ink }}>${text}</text>` : null}
      <title>${sentence}</title>
    </g>`;
    item.addEventListener("click", () =>
      this.#zoom(node === this.#zoomed && node.parent ? node.parent : node),
    );
    item.addEventListener("pointerenter", () => this.#tell(node));
    return item;
  }

  #boxOf(node: Placed): { left: number; top: number; wide: number } {
    const [left, right] = [Math.max(0, this.#scale(node.x0)), Math.min(this.#width, this.#scale(node.x1))];
    const row = node.depth - this.#zoomed.depth;
    return { left, top: (this.#isUpward ? this.#rows - 1 - row : row) * ROW, wide: right - left };
  }

  #boxId(node: Placed): string {
    return `${this.#id}-${node.data.id}`;
  }

  /** Marks the selected frame; the tree itself keeps the focus. */
  #mark(drawing: Element | null = this.#place.firstElementChild): void {
    if (!drawing) return;
    for (const item of drawing.querySelectorAll('[aria-selected="true"]'))
      item.setAttribute("aria-selected", "false");
    drawing.querySelector(`#${this.#boxId(this.#selected)}`)?.setAttribute("aria-selected", "true");
    const { left, top, wide } = this.#boxOf(this.#selected);
    const cursor = drawing.querySelector(".icicle-cursor")!;
    for (const [name, value] of Object.entries({
      x: left + 1,
      y: top + 1,
      width: Math.max(1, wide - 2.75),
      height: ROW - 3,
    }))
      cursor.setAttribute(name, String(value));
    drawing.setAttribute("aria-activedescendant", this.#boxId(this.#selected));
    this.#tell(this.#selected);
  }

  #markFound(drawing: Element): void {
    drawing.classList.toggle("searched", this.#found !== null);
    for (const item of drawing.querySelectorAll('[role="treeitem"]'))
      item.classList.toggle("found", this.#found?.has(Number(item.id.slice(this.#id.length + 1))) ?? false);
  }

  #tell(node: Placed): void {
    this.#detail.textContent = this.#sentence(node);
  }

  #zoom(node: Placed, selected = node): void {
    const focused = this.#place.contains(document.activeElement);
    this.#zoomed = node;
    this.#selected = selected;
    this.#trail.replaceChildren(...this.#crumbs());
    if (this.#width > 0) this.#place.replaceChildren(this.#draw());
    if (focused) this.focus();
  }

  #crumbs(): Node[] {
    if (this.#zoomed === this.#root) return [];
    return pathTo(this.#zoomed).map((node) => {
      const name = cut(node.data.node.name, 40);
      if (node === this.#zoomed) return html`<span aria-current="true">${name}</span>`;
      const back = () => {
        this.#zoom(node);
        this.focus();
      };
      return html`<button type="button" ${{ onclick: back }}>${name}</button>`;
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTION[event.key];
    if (direction) this.#move(this.#isUpward ? (TURNED[direction] ?? direction) : direction);
    else if (event.key === "Enter" || event.key === " ") {
      if (this.#selected !== this.#zoomed) this.#zoom(this.#selected);
    } else if (event.key === "Escape") {
      if (this.#zoomed !== this.#root) this.#zoom(this.#zoomed.parent!);
      else if (this.#options.onLeave) this.#options.onLeave();
      else return;
    } else if (event.key === "Home") this.#zoom(this.#root);
    else if (event.key === "s" && this.#options.onSandwich) this.#options.onSandwich(this.selected);
    else return;
    event.preventDefault();
  }

  #move(direction: Direction): void {
    const next = neighbour(this.#selected, direction, (node) => this.#isShown(node));
    if (!next) return;
    this.#selected = next;
    this.#mark();
  }

  #sentence({ data: { node, id }, parent }: Placed): string {
    const more = parent === null ? undefined : this.#options.paint?.(id).says;
    const said = frameSentence(node, this.#root.data.node, {
      isRoot: parent === null,
      half: this.#options.half,
      destination: DESTINATION_LABEL[node.destination],
    });
    return more === undefined ? said : `${said}; ${more}`;
  }
}

const DIRECTION: Readonly<Record<string, Direction>> = {
  ArrowUp: "caller",
  ArrowDown: "callee",
  ArrowLeft: "left",
  ArrowRight: "right",
};

const TURNED: Readonly<Partial<Record<Direction, Direction>>> = { caller: "callee", callee: "caller" };

function cut(text: string, letters: number): string {
  if (letters < 2) return "";
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}
