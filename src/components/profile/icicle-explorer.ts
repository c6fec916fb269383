import { html, svg } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import type { DrawnNode, DrawnTree } from "../../model/traces/drawn-tree.js";
import { searchFrames } from "../../model/traces/frame-search.js";
import { type FunctionName, functionTotals, isSameFunction } from "../../model/traces/function-totals.js";
import { hotFrame } from "../../model/traces/hot-frame.js";
import { sandwich } from "../../model/traces/sandwich.js";
import type { TreeViews } from "../../model/traces/tree-views.js";
import {
  ICICLE_KEYS,
  ICICLE_LABEL,
  type IcicleView,
  matchSentence,
  NO_ORDER,
  readingOf,
  SANDWICH_KEYS,
  searchSentence,
} from "../../report/icicle.js";
import { Icicle } from "./icicle.js";

/** Functions to choose from for the middle: those with most time. */
const MOST_CHOICES = 300;

let explorers = 0;

/** A profile's icicle with what a reader does with it: find frames, order them, put a function between its callers and callees. */
export function icicleExplorer(views: TreeViews): Explorer {
  return new Explorer(views);
}

class Explorer {
  readonly element: HTMLElement;
  readonly #views: TreeViews;
  readonly #place = html`<div></div>`;
  readonly #reading = html`<p class="icicle-reading"></p>`;
  readonly #keys = html`<p class="icicle-keys"></p>`;
  readonly #said = html`<p class="icicle-found" role="status"></p>`;
  readonly #search =
    html`<input type="search" autocomplete="off" spellcheck="false" placeholder="name or file">` as HTMLInputElement;
  readonly #radios: readonly HTMLInputElement[];
  readonly #fold = html`<input type="checkbox" checked>` as HTMLInputElement;
  readonly #middle = html`<select></select>` as HTMLSelectElement;
  readonly #middleLabel = html`<label class="icicle-middle">In the middle ${this.#middle}</label>`;
  #view: IcicleView = "merged";
  #drawn: readonly { readonly icicle: Icicle; readonly tree: DrawnTree }[] = [];
  /** In the middle of the sandwich, and what the other views select. */
  #function: FunctionName | null = null;
  /** Nodes of the tree; in a sandwich, one of each function. */
  #matches: readonly number[] = [];
  #at = -1;

  constructor(views: TreeViews) {
    this.#views = views;
    const name = `icicle-order-${++explorers}`;
    this.#radios = VIEWS.map((view) => {
      const input =
        html`<input type="radio" name=${name} value=${view} checked=${view === "merged"} disabled=${view === "ordered" && views.folded.ordered === null}>` as HTMLInputElement;
      input.addEventListener("change", () => this.#show(view, this.#chosen()));
      return input;
    });
    this.#search.addEventListener("input", () => this.#look());
    this.#search.addEventListener("keydown", (event) => this.#onSearchKey(event));
    this.#fold.addEventListener("change", () => this.#show(this.#view, this.#chosen()));
    this.#middle.addEventListener("change", () =>
      this.#show("sandwich", this.#choices()[Number(this.#middle.value)]!),
    );
    this.#show("merged", null);
    this.element = html`<div class="icicle-explorer">
      ${this.#tools()}${this.#said}${this.#place}${this.#keys}${this.#reading}
    </div>`;
  }

  /** What is drawn now, by itself. */
  picture(): SVGElement {
    const drawings = this.#drawn.flatMap(({ icicle }) => icicle.drawing ?? []);
    const heights = drawings.map((drawing) => Number(drawing.getAttribute("height")));
    const width = Math.max(1, ...drawings.map((drawing) => Number(drawing.getAttribute("width"))));
    const height = heights.reduce((sum, one) => sum + one, 0);
    const picture = svg`<svg class="icicle" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}></svg>`;
    let y = 0;
    for (const [i, drawing] of drawings.entries()) {
      const part = svg`<g transform=${`translate(0,${y})`} class=${drawing.classList.contains("searched") ? "searched" : ""}></g>`;
      part.append(...drawing.cloneNode(true).childNodes);
      part.querySelector(".icicle-cursor")?.remove();
      picture.append(part);
      y += heights[i]!;
    }
    return picture;
  }

  #tools(): HTMLElement {
    const { folded, unfolded } = this.#views;
    const labels: Readonly<Record<IcicleView, string>> = {
      merged: "Left-heavy",
      ordered: folded.ordered === null ? `Time order (${NO_ORDER})` : "Time order",
      sandwich: "Sandwich",
    };
    return html`<div class="icicle-tools" role="group" aria-label="What the icicle shows">
      <label class="icicle-search">Find frames ${this.#search}</label>
      <fieldset><legend class="visually-hidden">Order</legend>${VIEWS.map(
        (view, i) => html`<label>${this.#radios[i]} ${labels[view]}</label>`,
      )}</fieldset>
      ${this.#middleLabel}
      ${unfolded && html`<label>${this.#fold} Fold repeats (A → A → A is “A ×3”)</label>`}
    </div>`;
  }

  /** What is searched, and what a sandwich is made of. */
  get #tree(): DrawnTree {
    const orders = (!this.#fold.checked && this.#views.unfolded) || this.#views.folded;
    return (this.#view === "ordered" && orders.ordered) || orders.merged;
  }

  /** @param chosen the function to select, or to put in the middle */
  #show(view: IcicleView, chosen: FunctionName | null): void {
    const hadFocus = this.#place.contains(document.activeElement);
    this.#view = view;
    for (const radio of this.#radios) radio.checked = radio.value === view;
    this.#middleLabel.hidden = view !== "sandwich";
    this.#keys.textContent = view === "sandwich" ? SANDWICH_KEYS : ICICLE_KEYS;
    this.#reading.textContent = readingOf(view);
    this.#function = chosen;
    if (view === "sandwich") this.#drawSandwich();
    else this.#drawTree();
    this.#look();
    // Once it is drawn, which waits for its place.
    const { icicle } = this.#drawn.at(-1)!;
    if (hadFocus) queueMicrotask(() => icicle.focus());
  }

  #drawTree(): void {
    const tree = this.#tree;
    const icicle = new Icicle(tree, {
      label: `${ICICLE_LABEL} ${ICICLE_KEYS}`,
      onSandwich: (node) => this.#putInTheMiddle(node),
    });
    this.#drawn = [{ icicle, tree }];
    this.#place.replaceChildren(icicle.element);
    const wanted = this.#function && largestOf(tree, this.#function);
    if (wanted) queueMicrotask(() => icicle.select(wanted));
  }

  #drawSandwich(): void {
    const tree = this.#tree;
    const choices = this.#choices();
    const wanted = this.#function ?? hotFrame(tree) ?? choices[0];
    const halves = wanted ? sandwich(tree, wanted) : null;
    if (!wanted || !halves) {
      this.#show("merged", null);
      return;
    }
    this.#function = wanted;
    this.#middle.replaceChildren(
      ...choices.map(
        ({ name, totalMs }, i) => html`<option value=${i}>${name}: ${formatMs(totalMs)}</option>`,
      ),
    );
    this.#middle.value = String(choices.findIndex((choice) => isSameFunction(choice, wanted)));
    const half = (side: "callers" | "callees", label: string) => ({
      tree: halves[side],
      icicle: new Icicle(halves[side], {
        label: `${label} ${SANDWICH_KEYS}`,
        half: side,
        onSandwich: (node) => this.#putInTheMiddle(node),
        onLeave: () => this.#show("merged", wanted),
      }),
    });
    const callers = half("callers", `What leads to ${wanted.name}.`);
    const callees = half("callees", `What ${wanted.name} calls.`);
    this.#drawn = [callers, callees];
    this.#place.replaceChildren(
      html`<div class="icicle-sandwich"><h4>What leads to ${wanted.name}</h4>${callers.icicle.element}
        <h4>What ${wanted.name} calls</h4>${callees.icicle.element}</div>`,
    );
  }

  /** The functions with most time, and the one in the middle. */
  #choices() {
    const all = [...functionTotals(this.#tree)].sort((a, b) => b.totalMs - a.totalMs);
    const middle = this.#function;
    return all.filter((one, i) => i < MOST_CHOICES || (middle && isSameFunction(one, middle)));
  }

  #putInTheMiddle(node: DrawnNode): void {
    if (isFunction(this.#tree, node)) this.#show("sandwich", node);
  }

  /** The function that is selected in what is drawn. */
  #chosen(): FunctionName | null {
    if (this.#view === "sandwich") return this.#function;
    const { selected } = this.#drawn[0]!.icicle;
    return isFunction(this.#tree, selected) ? selected : null;
  }

  #look(): void {
    const query = this.#search.value;
    const found = searchFrames(this.#tree, query);
    const nodes = found?.nodes ?? [];
    this.#matches =
      this.#view === "sandwich" ? nodes.filter((node, i) => isFirst(this.#tree, nodes, node, i)) : nodes;
    this.#at = -1;
    this.#said.textContent = searchSentence(found, query);
    for (const { icicle, tree } of this.#drawn) {
      const matching = searchFrames(tree, query)?.nodes;
      icicle.highlight(matching && matching.length > 0 ? new Set(matching) : null);
    }
  }

  #onSearchKey(event: KeyboardEvent): void {
    const isBack = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    if (isBack || event.key === "ArrowDown" || event.key === "Enter") this.#goOn(isBack ? -1 : 1);
    else if (event.key === "Escape" && this.#search.value !== "") {
      this.#search.value = "";
      this.#look();
    } else return;
    event.preventDefault();
  }

  /** To the next frame that was found, or the one before. */
  #goOn(step: 1 | -1): void {
    const count = this.#matches.length;
    if (count === 0) return;
    const at = this.#at < 0 && step < 0 ? count - 1 : (this.#at + step + count) % count;
    const node = this.#matches[at]!;
    const frame = this.#tree[node]!;
    if (this.#view === "sandwich") this.#show("sandwich", frame);
    else this.#drawn[0]!.icicle.select(node);
    this.#at = at;
    const share = formatShare(frame.totalMs / (this.#tree[0]!.totalMs || 1));
    const shown = matchSentence(at, count, `${frame.name}, ${formatMs(frame.totalMs)} (${share})`);
    this.#said.textContent = `${searchSentence(searchFrames(this.#tree, this.#search.value), this.#search.value)} ${shown}`;
  }
}

const VIEWS: readonly IcicleView[] = ["merged", "ordered", "sandwich"];

/** Neither the whole profile nor what was merged. */
const isFunction = (tree: DrawnTree, node: DrawnNode): boolean => node !== tree[0] && node.frames === 1;

const isFirst = (tree: DrawnTree, nodes: readonly number[], node: number, i: number): boolean =>
  nodes.findIndex((other) => isSameFunction(tree[other]!, tree[node]!)) === i;

/** The node of a function that has most time; undefined where there is none. */
function largestOf(tree: DrawnTree, wanted: FunctionName): number | undefined {
  let largest: number | undefined;
  for (const [at, node] of tree.entries()) {
    if (at === 0 || node.frames > 1 || !isSameFunction(node, wanted)) continue;
    if (largest === undefined || node.totalMs > tree[largest]!.totalMs) largest = at;
  }
  return largest;
}
