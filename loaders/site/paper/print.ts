import { escaped } from "../../../src/report/escaped.ts";
import { launchBrowser } from "../../browser/chromium.ts";
import { probeBrowser } from "../../browser/probe.ts";
import type { SiteBrand } from "../site-brand.ts";
import type { SiteReport } from "../site-report.ts";

const MARGIN = { top: "16mm", right: "15mm", bottom: "16mm", left: "15mm" };

/** A line in the margin of every sheet; a browser gives it none of a page's styles. */
const line = (left: string, right: string) =>
  `<div style="display:flex;justify-content:space-between;width:100%;margin:0 15mm;font:7.5pt sans-serif;color:#55616b"><span>${left}</span><span>${right}</span></div>`;

/** @throws Error that says how to get a browser that prints, where there is none */
export async function requirePrinter(): Promise<void> {
  const probe = await probeBrowser();
  if (!probe.available)
    throw new Error(`--pdf is printed by a browser, and ${probe.reason}; to have one: ${probe.enable}`);
}

/**
 * Prints the edition for paper by this system's browser.
 *
 * @returns the PDF's bytes
 */
export async function printPaper(
  html: string,
  { runId, measuredOn }: SiteReport,
  { team, confidentiality, siteUrl }: SiteBrand,
): Promise<Uint8Array> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: "light" });
    await page.setContent(html, { waitUntil: "load" });
    const run = runId === null ? "No run yet" : `Run ${runId}, measured ${measuredOn}`;
    return await page.pdf({
      format: "A4",
      margin: MARGIN,
      printBackground: false,
      displayHeaderFooter: true,
      headerTemplate: line(escaped(team ?? "Portolan"), escaped(confidentiality ?? "")),
      footerTemplate: line(
        [escaped(run), ...(siteUrl ? [escaped(siteUrl)] : [])].join(" · "),
        '<span class="pageNumber"></span> / <span class="totalPages"></span>',
      ),
      outline: true,
      tagged: true,
    });
  } finally {
    await browser.close();
  }
}
