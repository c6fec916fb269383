/** What stands around every page of a report: its head, its header and its foot. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { glossaryList } from "./glossary-list.ts";
import { HEAD_SCRIPT } from "./head-script.ts";
import { pageList, pagerLinks, type Section } from "./navigation.ts";
import { PAGES_BUTTON, PAGES_SCRIPT } from "./pages-button.ts";
import { brandFoot, brandMark, brandStyle, type SiteBrand } from "./site-brand.ts";

const HULL_BLUE = "#17607f";

/** A wind rose of eight rhumbs, as on the charts that the project is named after. */
const ROSE =
  '<path d="M16 1l3 12 12 3-12 3-3 12-3-12L1 16l12-3z"/><path d="M6 6l7.5 5.5L16 16l-4.5-2.5zM26 6l-5.5 7.5L16 16l2.5-4.5zM26 26l-7.5-5.5L16 16l4.5 2.5zM6 26l5.5-7.5L16 16l-2.5 4.5z" opacity=".45"/>';

/** As base64: Framework encodes an address once more, and would spoil one that is encoded by percent signs. */
const icon = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="${HULL_BLUE}">${ROSE}</svg>`,
).toString("base64")}`;

const rose = `<svg class="rose" viewBox="0 0 32 32" width="22" height="22" fill="currentColor" aria-hidden="true">${ROSE}</svg>`;

export const headOf = (brand: SiteBrand): string => `<link rel="icon" href="${icon}">
<meta name="color-scheme" content="light dark">
${brandStyle(brand)}<script>${HEAD_SCRIPT}</script>`;

/** @param up to the site's folder: "./", "../"; "/" where Framework finds the way */
export const headerOf = (brand: SiteBrand, up: string): string =>
  `<noscript><p class="no-scripts">This is the report as it was built. Conditions, dropped files, queries and measuring in this
browser need JavaScript, which is off.</p></noscript>${PAGES_BUTTON}<a class="brand" href="${up}index.html">${brandMark(brand, rose)}</a>
${PAGES_SCRIPT}`;

export const footerOf = (brand: SiteBrand): string => `${glossaryList()}
<p>${brandFoot(brand)}Portolan charts where inference time goes, and which port deserves the voyage. <span id="run-id"></span>
Everything here lies in this folder; no request leaves it.</p>`;

/** Framework's own: the list of pages stays as a reader left it. */
const listScript = (): string => {
  const framework = dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json"));
  return readFileSync(join(framework, "dist", "client", "sidebar-init.js"), "utf8").trim();
};

/** Puts pages that Framework built without one into their frame. */
export class Frame {
  readonly #brand: SiteBrand;
  readonly #sections: readonly Section[];
  readonly #listScript = listScript();

  constructor(brand: SiteBrand, sections: readonly Section[]) {
    this.#brand = brand;
    this.#sections = sections;
  }

  /** @param page its file, from the site's folder, with slashes */
  around(page: string, html: string): string {
    const up = "../".repeat(page.split("/").length - 1) || "./";
    const path = `/${page.replace(/\.html$/, "")}`;
    const list = `${pageList(path, up, this.#sections)}\n<script>{${this.#listScript}}</script>`;
    const foot = `<footer id="observablehq-footer">
${pagerLinks(path, up, this.#sections)}<div>${footerOf(this.#brand)}</div>
</footer>`;
    const end = html.lastIndexOf(MAIN_END) + MAIN_END.length;
    return [
      ["</head>", `${headOf(this.#brand)}\n</head>`],
      ["<body>", `<body>\n${list}`],
      [CENTER, `${CENTER}\n<header id="observablehq-header">\n${headerOf(this.#brand, up)}\n</header>`],
    ].reduce(
      (framed, [at, by]) => replaced(framed, at!, by!),
      `${html.slice(0, end)}\n${foot}${html.slice(end)}`,
    );
  }
}

const MAIN_END = "</main>";
const CENTER = '<div id="observablehq-center">';

function replaced(html: string, part: string, by: string): string {
  if (!html.includes(part))
    throw new Error(`Framework's markup has changed: a page has no ${part}; see frame.ts`);
  return html.replace(part, () => by);
}
