import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunHeader } from "../../src/model/run-file.ts";
import { runLine } from "../../src/report/run-line.ts";
import { notFoundPage } from "./not-found-page.ts";
import { descriptionOf, escapedAttribute, titleOf } from "./page-text.ts";
import { type ListedPage, sitePages } from "./site-pages.ts";

const SKIP = '<a class="skip" href="#observablehq-main">Skip to the report</a>';

/**
 * Gives every page of a built and drawn site what makes it one that is passed on: its language, a description, what stands at the
 * foot of each printed page; and writes the page for addresses that lead nowhere, and the list of pages.
 */
export function finishPages(folder: string, shown: RunHeader | null): void {
  const listed: ListedPage[] = sitePages(folder).map((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    const facts = { path, title: titleOf(html), description: descriptionOf(html) };
    writeFileSync(join(folder, path), finished(html, facts, shown));
    return facts;
  });
  const report = {
    portolanReport: 1,
    runId: shown?.runId ?? null,
    suiteVersion: shown?.suiteVersion ?? null,
    pages: listed,
  };
  writeFileSync(join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "404.html"), notFoundPage(listed, REPORT_FILE));
}

/** Lists the pages with what each of them found. */
export const REPORT_FILE = "report.json";

function finished(html: string, { title, description }: ListedPage, shown: RunHeader | null): string {
  const run = shown === null ? "No run yet." : runLine(shown.suiteVersion, shown.runId);
  const foot = [run, ...(shown ? [`Measured ${shown.startedAt.slice(0, 10)}.`] : [])].join(" ");
  const head = [
    `<meta name="description" content="${escapedAttribute(description)}">`,
    `<style>${printFoot(foot)}</style>`,
  ].join("\n");
  return html
    .replace(/<html(?=[ >])(?![^>]*\blang=)/, '<html lang="en"')
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapedAttribute(title)} | Portolan</title>`)
    .replace("</head>", () => `${head}\n</head>`)
    .replace("<body>", () => `<body>\n${SKIP}`)
    .replace('<span id="run-id"></span>', () => `<span id="run-id">${run}</span>`);
}

/** Rules for paper know no text of a page: it stands in them. */
const printFoot = (text: string) =>
  `@media print { @page { @bottom-left { content: ${JSON.stringify(text).replaceAll("<", "")} } } }`;
