import { html } from "htl";
import { type FigureTable, figureCsv, figureMetadata, iframeSnippet } from "../../report/figure-files.js";
import { download } from "../download.js";
import { pageOfReport } from "../page-of-report.js";
import type { FigureParts } from "./parts.js";
import { figurePng, figureSvg } from "./picture.js";
import { figureTables } from "./table-text.js";

/** Below the figure, for what a browser puts around it, CSS pixels. */
const FRAME_PX = 24;

/** What makes files of a figure, and what leads to it; nothing is made before it is asked for. */
export function figureMenu(element: HTMLElement, parts: FigureParts): HTMLElement {
  const { id, title, code, query } = parts;
  const name = (ending: string) => `${pageName()}-${id}${ending}`;
  const said = html`<p class="take-along-said" role="status"></p>`;
  const button = (label: string, act: () => Promise<string> | string) => {
    const onclick = async () => {
      try {
        said.textContent = await act();
      } catch (error) {
        said.textContent = error instanceof Error ? error.message : String(error);
      }
    };
    return html`<button type="button" ${{ onclick }}>${label}</button>`;
  };
  const save = (ending: string, content: Blob | string, type: string) => {
    download(name(ending), content, type);
    return `${name(ending)} is downloaded.`;
  };
  const copy = async (what: string, text: string) => {
    await navigator.clipboard.writeText(text);
    return `${what} is copied.`;
  };
  const table = (one: FigureTable, i: number, all: readonly FigureTable[]) => {
    if (all.length === 1) return button("CSV", () => save(".csv", figureCsv(one), "text/csv"));
    const [about] = one.caption.split(/[:,;]/);
    return button(`CSV: ${about}`, () => save(`-${i + 1}.csv`, figureCsv(one), "text/csv"));
  };
  const tables = () => figureTables(element);
  const picture = () => figureSvg(element, parts, pageAddress(`figure-${id}`));
  const frameHeight = () => Math.ceil(element.getBoundingClientRect().height) + FRAME_PX;
  const snippet = () => iframeSnippet(pageAddress(`figure=${id}`), title, frameHeight());
  return html`<div>
    <div class="take-along-buttons" role="group" aria-label="Files of this figure">
      ${tables().map(table)}
      ${button("SVG", async () => save(".svg", await picture(), "image/svg+xml"))}
      ${button("PNG", async () => save(".png", await figurePng(await picture()), "image/png"))}
      ${button("Metadata (JSON)", () => save(".json", metadataOf(element, parts, tables()), "application/json"))}
      ${button("Copy link", () => copy("The link", pageAddress(`figure-${id}`)))}
      ${button("Copy iframe", () => copy("The iframe", snippet()))}
    </div>
    ${said}
    ${
      code === undefined
        ? null
        : html`<p class="take-along-code">The code of this figure, for a page of your own: ${button("Copy code", () => copy("The code", code))}</p>
      <pre tabindex="0"><code>${code}</code></pre>`
    }
    ${
      query === undefined
        ? null
        : html`<p class="take-along-code">The query behind it: <a href=${sqlAddress(query)}>open it on the SQL page</a> ${button("Copy query", () => copy("The query", query))}</p>
      <pre tabindex="0"><code>${query}</code></pre>`
    }
  </div>`;
}

function metadataOf(element: HTMLElement, parts: FigureParts, tables: readonly FigureTable[]): string {
  const { id, title, subtitle, unit, description, source, code, query } = parts;
  const note = element.querySelector("figcaption")?.textContent?.replace(/\s+/g, " ").trim();
  return figureMetadata({
    ...{ title, subtitle, unit, description, tables },
    note: note || null,
    address: pageAddress(`figure-${id}`),
    source: source ?? null,
    code: code ?? null,
    query: query ?? null,
    takenAt: new Date().toISOString(),
  });
}

/** With the reader's conditions, which the figure may depend on. */
const pageAddress = (fragment: string) => `${location.href.replace(/#.*$/, "")}#${fragment}`;

/** `…/workload/embed-text.html` → `embed-text` */
function pageName(): string {
  const last = location.pathname
    .split("/")
    .at(-1)!
    .replace(/\.html$/, "");
  return last === "" || last === "index" ? "overview" : last;
}

function sqlAddress(query: string): string {
  return `${pageOfReport("data")}#sql=${encodeURIComponent(query)}`;
}
