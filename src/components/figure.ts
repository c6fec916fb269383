import { html } from "htl";
import { subtitleText } from "../report/figure-files.js";
import { pageSource } from "./evidence-source.js";
import type { FigureParts } from "./figure/parts.js";

/**
 * A chart under a heading that states its finding, over the table that it was drawn from, with its source, and with what makes
 * files of it. Those are made when they are asked for.
 */
export function figure(parts: FigureParts): HTMLElement {
  const { title, chart, description, caption, table, legend, open } = parts;
  const { source = pageSource(), tableLabel = "The numbers behind this chart" } = parts;
  const id = `figure-${parts.id}`;
  if (!parts.readable) {
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-labelledby", `${id}-title`);
    chart.setAttribute("aria-describedby", `${id}-text`);
  }
  const element = html`<figure class="finding" id=${id}>
    <h3 id=${`${id}-title`}>${title}</h3>
    <p class="subtitle">${subtitleText(parts)}</p>
    ${legend ?? null}
    <div class="chart-frame">${chart}</div>
    ${parts.readable ? null : html`<p id=${`${id}-text`} hidden>${description}</p>`}
    ${caption ? html`<figcaption>${caption}</figcaption>` : null}
    <details open=${open ?? false}><summary>${tableLabel}</summary>${table}</details>
    ${takeAlong(() => element, { ...parts, source })}
    <p class="figure-source">${source ? `${source.text}. ` : null}<a href=${`#${id}`}>Link to this figure</a></p>
  </figure>` as HTMLElement;
  arrive(element);
  return element;
}

/** Its scripts are fetched when it is first opened. */
function takeAlong(element: () => HTMLElement, parts: FigureParts): HTMLElement {
  const place = html`<div class="take-along-files"><p>Its files are made by this page’s scripts, which have not run.</p></div>`;
  let filled = false;
  async function fill() {
    if (filled) return;
    filled = true;
    try {
      const { figureMenu } = await import("./figure/menu.js");
      place.replaceChildren(figureMenu(element(), parts));
    } catch (error) {
      filled = false;
      place.replaceChildren(
        html`<p role="alert">${error instanceof Error ? error.message : String(error)}</p>`,
      );
    }
  }
  const details = html`<details class="take-along"><summary>Take it along</summary>${place}</details>`;
  details.addEventListener("toggle", () => {
    if ((details as HTMLDetailsElement).open) void fill();
  });
  return details;
}

/** The figure that the address named when the page was opened, until it has come, or the reader goes elsewhere. */
let awaited: string | null = null;
if (typeof location === "object" && /^#figure[-=]/.test(location.hash)) {
  // `#figure=latency` shows it alone: the head's script and styles/figures.css.
  awaited = location.hash.slice(1).replace("=", "-");
  const forget = () => {
    awaited = null;
  };
  for (const event of ["wheel", "keydown", "pointerdown"]) addEventListener(event, forget, { once: true });
}

/** A browser looks for what an address names once, and a figure may be drawn later than that, or lie folded. */
function arrive(element: HTMLElement): void {
  if (element.id !== awaited) return;
  awaited = null;
  requestAnimationFrame(() => {
    for (let above = element.parentElement; above !== null; above = above.parentElement)
      if (above.localName === "details") (above as HTMLDetailsElement).open = true;
    element.scrollIntoView();
  });
}
