/** The edition for paper, as one HTML document: a cover with every finding, the overview, and a set of sheets for each page. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { escaped } from "../../../src/report/escaped.ts";
import { leadOf } from "../page-text.ts";
import type { SiteBrand } from "../site-brand.ts";
import type { ListedPage, SiteReport } from "../site-report.ts";

const MAIN = /<main\b[^>]*>([\s\S]*)<\/main>/;

const STYLE = `
body { max-width: none; margin: 0; }
.sheet { break-before: page; }
.sheet main { margin: 0; padding: 0; }
.cover { break-after: page; }
.cover .logo { height: 12mm; width: auto; }
.cover .team { margin: 0 0 30mm; font: 600 12pt var(--sans-serif); }
.cover h1 { max-width: none; font-size: 24pt; line-height: 1.2; }
.cover .lead { max-width: none; font-size: 13pt; }
.cover ol { max-width: none; padding-left: 1.4em; }
.cover li { margin: 0 0 2.5mm; }
.cover li a { text-decoration: none; color: inherit; }
.cover dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 5mm; margin-top: 12mm; font: 9.5pt var(--sans-serif); }
.cover dt { color: var(--theme-foreground-muted); }
.cover dd { margin: 0; overflow-wrap: anywhere; }
.source { break-before: avoid; margin-top: 2mm; font: 8.5pt var(--sans-serif); color: var(--theme-foreground-muted); overflow-wrap: anywhere; }
.paper-sheet { break-after: auto; }
.paper-sheet .figure-source { display: none; }
`;

/** Pages of an edition where none is named: the overview and everything that was measured. */
export const usualPages = ({ pages }: SiteReport): ListedPage[] =>
  pages.filter(({ path }) => path === "index.html" || /^(?:workload|recording)\//.test(path));

export function paperHtml(
  site: string,
  report: SiteReport,
  pages: readonly ListedPage[],
  brand: SiteBrand,
): string {
  const overview = report.pages.find(({ path }) => path === "index.html")!;
  const sheets = pages.map((page, i) => sheetOf(site, page, i, brand));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(overview.title)} | ${escaped(brand.team ?? "Portolan")}</title>
${stylesOf(site)}
<style>${STYLE}</style>
</head>
<body>
${coverOf(report, overview, pages, brand)}
${sheets.join("\n")}
</body>
</html>
`;
}

function coverOf(
  { runId, suiteVersion, measuredOn }: SiteReport,
  overview: ListedPage,
  pages: readonly ListedPage[],
  { team, logo, confidentiality, siteUrl }: SiteBrand,
): string {
  const facts = [
    ["Run", runId ?? "none yet"],
    ["Measured", measuredOn ?? "–"],
    ["Suite", suiteVersion ?? "–"],
    ["Address", siteUrl ?? "the report that this was printed from"],
    ["Confidentiality", confidentiality],
  ].filter(([, value]) => value !== undefined);
  const others = pages.filter(({ path }) => path !== overview.path);
  return `<section class="cover">
<p class="team">${logo ? `<img class="logo" src="${logo}" alt=""> ` : ""}${escaped(team ?? "Portolan")}</p>
<h1>${escaped(overview.title)}</h1>
<p class="lead">${escaped(leadOf(overview.description))}</p>
<ol>${others.map(({ path, title }) => `<li><a href="#${sheetId(path)}">${escaped(title)}</a></li>`).join("\n")}</ol>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value!)}</dd>`).join("\n")}</dl>
</section>`;
}

function sheetOf(site: string, page: ListedPage, index: number, { siteUrl }: SiteBrand): string {
  const [, inner = ""] = MAIN.exec(readFileSync(join(site, page.path), "utf8")) ?? [];
  const main = JSDOM.fragment(`<main class="observablehq">${inner}</main>`).firstElementChild!;
  for (const one of main.querySelectorAll("script, audio, template, .not-loaded, .take-along")) one.remove();
  if (main.querySelector(".paper-sheet")) keepSheet(main);
  for (const details of main.querySelectorAll("details")) details.setAttribute("open", "");
  for (const link of main.querySelectorAll("a[href]")) flattenLink(link, page.path, siteUrl);
  const address = siteUrl ? new URL(page.path, siteUrl).href : page.path;
  return `<section class="sheet" id="${sheetId(page.path)}">${ownIds(main.outerHTML, `p${index}-`)}
<p class="source">From ${escaped(address)}</p></section>`;
}

/** Leaves what a board paper holds of a page that has a sheet: what stands up to the end of that. */
function keepSheet(main: Element): void {
  const sheet = main.querySelector(".paper-sheet")!;
  for (let part: Element = sheet; part !== main; part = part.parentElement!)
    while (part.nextElementSibling) part.nextElementSibling.remove();
}

/** Pages give the same names; in one document each is one page's. */
const ownIds = (html: string, before: string): string =>
  html
    .replace(/ (id|for)="/g, (start) => start + before)
    .replace(
      / (aria-labelledby|aria-describedby|aria-controls|headers)="([^"]*)"/g,
      (_, name: string, ids: string) => {
        const own = ids.split(/\s+/).map((id) => before + id);
        return ` ${name}="${own.join(" ")}"`;
      },
    )
    .replace(/href="#/g, (start) => start + before)
    .replace(/url\((&quot;|"|')?#/g, (start) => start + before);

/** On paper a link leads where an address can be read: to a sheet of this edition, or to the report on its host. */
function flattenLink(link: Element, from: string, siteUrl: string | undefined): void {
  const href = link.getAttribute("href")!;
  if (/^https?:/.test(href)) return;
  if (siteUrl && !/^[a-z]+:/.test(href)) {
    link.setAttribute("href", new URL(href, new URL(from, siteUrl)).href);
    link.classList.add("carries-query");
  } else link.removeAttribute("href");
}

const sheetId = (path: string) => `sheet-${path.replace(/\.html$/, "").replace(/[^\w-]/g, "-")}`;

/** Those of the overview, as every page has them. */
function stylesOf(site: string): string {
  const [head = ""] = readFileSync(join(site, "index.html"), "utf8").split("</head>");
  const linked = [...head.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)">/g)].map(([, href]) =>
    readFileSync(join(site, href!), "utf8"),
  );
  const inline = [...head.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css]) => css!);
  // The foot of a printed page is the edition's own.
  const own = [...linked, ...inline].map((css) => css.replace(/@(?:bottom|top)-\w+\s*\{[^{}]*\}/g, ""));
  return own.map((css) => `<style>${css.replaceAll("</", "<\\/")}</style>`).join("\n");
}
