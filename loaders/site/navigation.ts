/** The list of a report's pages, and the way from one to the next. */
import { escaped } from "../../src/report/escaped.ts";

export interface NamedPage {
  readonly name: string;
  /** From the site's folder, without an ending: "/workload/embed-text". */
  readonly path: string;
}

/** As Framework takes it, too. */
export interface Section {
  readonly name: string;
  readonly pages: readonly NamedPage[];
  /** Those that are folded until one of their pages is open. */
  readonly collapsible: boolean;
  readonly open: boolean;
  /** Pages of one word follow each other. */
  readonly pager: string;
}

/** The pages that not every report has. */
export interface PageLists {
  readonly own: readonly NamedPage[];
  readonly recordings: readonly NamedPage[];
  readonly workloads: readonly NamedPage[];
  readonly docs: readonly NamedPage[];
}

export const HOME: NamedPage = { name: "Overview", path: "/index" };

/** The order is the report's argument, and that of the links to the next page. */
export function sectionsOf({ own, recordings, workloads, docs }: PageLists): Section[] {
  return [
    ...(own.length > 0 ? [section("Your pages", own, "own")] : []),
    section("Where the time goes", [{ name: "Your profile", path: "/profile" }, ...recordings]),
    section("What each course does to it", [
      ...workloads,
      { name: "In your own browser", path: "/live" },
      { name: "Crossing a boundary", path: "/boundary" },
      { name: "Wasm’s features", path: "/wasm-features" },
      { name: "Runtimes", path: "/runtimes" },
      { name: "Cold start", path: "/cold-start" },
      { name: "Native, Wasm, Docker", path: "/comparison" },
      { name: "Language models", path: "/language-models" },
    ]),
    section("What it costs, and what would change our mind", [{ name: "What-if", path: "/what-if" }]),
    section("How we know", [
      { name: "Method", path: "/method" },
      { name: "Runs", path: "/runs" },
      { name: "Calibration", path: "/calibration" },
      { name: "Claims", path: "/claims" },
      { name: "Data", path: "/data" },
    ]),
    { name: "Documentation", pages: docs, collapsible: true, open: false, pager: "docs" },
  ];
}

const section = (name: string, pages: readonly NamedPage[], pager = "main"): Section => ({
  ...{ name, pages, pager, collapsible: false, open: true },
});

/**
 * The list as it stands in a page, in the elements that Framework's styles and scripts know.
 *
 * @param path of the page, as in the list
 * @param up from the page to the site's folder: "./", "../"
 */
export function pageList(path: string, up: string, sections: readonly Section[]): string {
  return `<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<label id="observablehq-sidebar-backdrop" for="observablehq-sidebar-toggle"></label>
<nav id="observablehq-sidebar" aria-label="Pages">
  <ol>
    ${listed(HOME, path, up)}
  </ol>
${sections.map((one) => sectionHtml(one, path, up)).join("\n")}
</nav>`;
}

function sectionHtml({ name, pages, collapsible }: Section, path: string, up: string): string {
  const isOpen = pages.some((page) => page.path === path);
  const shown = isOpen ? ' class="observablehq-section-active"' : "";
  const items = pages.map((page) => `    ${listed(page, path, up)}`).join("\n");
  if (collapsible)
    return `  <details${isOpen ? " open" : ""}${shown}>
    <summary>${escaped(name)}</summary>
    <ol>
${items}
    </ol>
  </details>`;
  const id = `pages-${name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-")}`;
  return `  <section${shown}>
    <p class="pages-section" id="${id}">${escaped(name)}</p>
    <ol aria-labelledby="${id}">
${items}
    </ol>
  </section>`;
}

function listed(page: NamedPage, path: string, up: string): string {
  const isOpen = page.path === path;
  const [mark, current] = isOpen ? [" observablehq-link-active", ' aria-current="page"'] : ["", ""];
  return `<li class="observablehq-link${mark}"><a${current} href="${addressOf(page, up)}">${escaped(page.name)}</a></li>`;
}

const addressOf = ({ path }: NamedPage, up: string) => escaped(`${up}${encodeURI(path.slice(1))}.html`);

/** Links to the page before and the next; nothing where there is neither. */
export function pagerLinks(path: string, up: string, sections: readonly Section[]): string {
  const all = [section("", [{ ...HOME, name: "Portolan" }]), ...sections];
  const own = all.find(({ pages }) => pages.some((page) => page.path === path));
  const pages = all.filter(({ pager }) => pager === own?.pager).flatMap((one) => one.pages);
  const at = pages.findIndex((page) => page.path === path);
  const links = [
    ["prev", pages[at - 1]],
    ["next", at < 0 ? undefined : pages[at + 1]],
  ] as const;
  const html = links.map(([rel, page]) =>
    page ? `<a rel="${rel}" href="${addressOf(page, up)}"><span>${escaped(page.name)}</span></a>` : "",
  );
  return html.join("") === "" ? "" : `<nav aria-label="Next and previous page">${html.join("")}</nav>\n`;
}
