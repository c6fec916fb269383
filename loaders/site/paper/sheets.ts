/** The edition for paper, as one HTML document: a cover with every finding, the overview, and a set of sheets for each page. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { escaped } from "../../../src/report/escaped.ts";
import { leadOf } from "../page-text.ts";
import type { SiteBrand } from "../site-brand.ts";
import type { ListedPage, SiteReport } from "../site-report.ts";

/** What a sheet about a pipeline holds, by what draws it; where a page has none of them, it is printed whole. */
const ON_A_SHEET = [".answer", ".ladder", ".gates", ".costs"];

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
.source { break-before: avoid; margin-top: 4mm; font: 8.5pt var(--sans-serif); color: var(--theme-foreground-muted); overflow-wrap: anywhere; }
.held { max-width: none; margin: 4mm 0; padding: 2mm 3mm; background: var(--sea); font: 9pt/1.45 var(--sans-serif); print-color-adjust: exact; }
.subject { font-size: 9pt; }
.subject h1 { margin: 0 0 2mm; font-size: 15pt; }
.subject h2 { margin: 4mm 0 1mm; }
.subject h3 { max-width: none; font-size: 10.5pt; }
.subject .finding { margin: 2mm 0; }
.subject :is(.answer, .ladder ol, .rung) { margin-top: 0; }
.subject .rung { padding: 1.2mm 0; font-size: 8.5pt; }
.subject .open-gates { max-width: none; font-size: 8pt; }
.subject :is(.ladder, .gates, .costs, .finding) details,
.subject :is(.standing details, .settings, .remark, .figure-source) { display: none; }
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
  const document = main.ownerDocument;
  for (const one of main.querySelectorAll("form.conditions")) one.replaceWith(heldConditions(document, one));
  for (const one of main.querySelectorAll("script, audio, template, .not-loaded, .take-along")) one.remove();
  const isSubject = main.querySelector(".ladder") !== null;
  if (isSubject) keepSheet(main);
  for (const details of main.querySelectorAll("details")) details.setAttribute("open", "");
  for (const link of main.querySelectorAll("a[href]")) flattenLink(link, page.path, siteUrl);
  const address = siteUrl ? new URL(page.path, siteUrl).href : page.path;
  return `<section class="sheet${isSubject ? " subject" : ""}" id="${sheetId(page.path)}">${ownIds(main.outerHTML, `p${index}-`)}
<p class="source">From ${escaped(address)}</p></section>`;
}

/** Leaves the sections, each from one heading of the page to the next, that a sheet holds. */
function keepSheet(main: Element): void {
  let section: Element[] = [];
  const end = () => {
    const isHeld = section.some((part) =>
      ON_A_SHEET.some((kind) => part.matches(kind) || part.querySelector(kind)),
    );
    if (!isHeld && section.length > 0 && section[0]!.tagName === "H2")
      for (const part of section) part.remove();
    section = [];
  };
  for (const part of [...main.children]) {
    if (part.tagName === "H2") end();
    section.push(part);
  }
  end();
}

/** The conditions as a sentence: a form is for hands. */
function heldConditions(document: Document, form: Element): Element {
  const held = [...form.querySelectorAll(".fields label")].flatMap((label) => {
    const field = form.querySelector(`[id="${label.getAttribute("for")}"]`);
    const value = field === null ? "" : heldValue(field);
    return value === "" ? [] : [`${textOf(label)}: ${value}`];
  });
  const where = form.querySelector("details.where > summary");
  const paragraph = document.createElement("p");
  paragraph.className = "held";
  paragraph.textContent = `${[...held, ...(where ? [textOf(where)] : [])].join("; ")}.`;
  return paragraph;
}

function heldValue(field: Element): string {
  if (field.tagName !== "SELECT") return field.getAttribute("value") ?? "";
  const options = [...field.querySelectorAll("option")];
  return textOf(options.find((option) => option.hasAttribute("selected")) ?? options[0]!);
}

const textOf = (element: Element): string => (element.textContent ?? "").replace(/\s+/g, " ").trim();

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
