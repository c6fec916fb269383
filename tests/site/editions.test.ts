import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { printPaper } from "../../loaders/site/paper/print.ts";
import { paperHtml, usualPages } from "../../loaders/site/paper/sheets.ts";
import { singlePage } from "../../loaders/site/portable/edition.ts";
import { placePortable } from "../../loaders/site/portable/place.ts";
import { readSiteReport, sitePages } from "../../loaders/site/site-report.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, recording, takenOver } from "../fixtures/site.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const site = builtSite();
const TAKES_MS = 60_000;
/** 297 mm less two margins of 16 mm, at 96 pixels an inch. */
const A4_BETWEEN_MARGINS_PX = 1001;

/** Opens a file as a double click does. */
async function fromDisk(
  path: string,
  { width = 1280, left }: { readonly width?: number; readonly left?: Page | undefined } = {},
): Promise<{ page: Page; problems: string[] }> {
  const page =
    left?.removeAllListeners() ?? (await site.browser.newPage({ viewport: { width, height: 900 } }));
  // Ends what the page before had begun.
  if (left) await page.goto("about:blank");
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) problems.push(`asked a host: ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  await takenOver(page);
  return { page, problems };
}

/** Other conditions lead to another answer: the page computes. */
async function answersAnew(page: Page): Promise<void> {
  const heading = page.locator("main h1").first();
  expect(await heading.textContent()).toContain("3 million");
  await page.locator("#requestsPerMonth").fill("50M");
  await page.locator("#requestsPerMonth").blur();
  await expect.poll(() => heading.textContent(), { timeout: TAKES_MS }).toContain("50 million");
}

describe.skipIf(!hasBrowser)("the portable report", () => {
  const folder = join(temporaryFolder(), "a report");
  beforeAll(() => placePortable(site.folder, folder));

  it("opens every page from a disk without an error, and every link leads to a file", async () => {
    const missing = new Set<string>();
    const all = sitePages(folder);
    // Pages of documentation are made alike, and so are those of workloads that were not measured: one stands for all.
    const alike = [
      all.filter((path) => path.startsWith("docs/")),
      all.filter(
        (path) => /^workload\//.test(path) && !WORKLOADS.some((id) => path === `workload/${id}.html`),
      ),
    ].flatMap(([, ...others]) => others);
    let left: Page | undefined;
    for (const path of all.filter((path) => !alike.includes(path))) {
      const { page, problems } = await fromDisk(join(folder, path), { left });
      left = page;
      expect(problems, path).toEqual([]);
      const links = await page
        .locator("a[href]")
        .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).getAttribute("href")!));
      for (const href of links) {
        const [file] = href.split(/[?#]/);
        if (!file || /^(?:[a-z]+:)/.test(file)) continue;
        if (!existsSync(join(folder, dirname(path), decodeURI(file)))) missing.add(`${path}: ${href}`);
      }
    }
    await left?.close();
    expect([...missing]).toEqual([]);
  });

  it("computes: a field moves the answer, and a worker reads a profile", async () => {
    const overview = await fromDisk(join(folder, "index.html"));
    await answersAnew(overview.page);
    const profile = await fromDisk(join(folder, "profile.html"));
    await profile.page.getByRole("button", { name: /pprof/ }).click();
    await profile.page.locator(".icicle [role=treeitem]").nth(3).waitFor({ timeout: TAKES_MS });
    expect([...overview.problems, ...profile.problems]).toEqual([]);
    await Promise.all([overview.page.close(), profile.page.close()]);
  });

  it("says in place what needs a server", async () => {
    const data = await fromDisk(join(folder, "data.html"));
    await data.page.getByRole("button", { name: /^run$/i }).click();
    await data.page
      .locator("[role=alert]")
      .getByText(/need a server.*npx portolan start/)
      .waitFor();
    const live = await fromDisk(join(folder, "live.html"));
    await live.page
      .locator(".not-loaded")
      .getByText(/need a server/)
      .waitFor();
    expect([...data.problems, ...live.problems]).toEqual([]);
    await Promise.all([data.page.close(), live.page.close()]);
  });

  it("is the same as one archive", async () => {
    const archive = join(temporaryFolder(), "report.zip");
    await placePortable(site.folder, archive);
    const files = unzipSync(readFileSync(archive));
    for (const path of sitePages(folder))
      expect(Buffer.from(files[`portolan-report/${path}`]!).equals(readFileSync(join(folder, path)))).toBe(
        true,
      );
    expect(Object.keys(files).some((path) => path.startsWith("portolan-report/_live"))).toBe(false);
  });
});

describe.skipIf(!hasBrowser)("one page as one file", () => {
  it("opens from a disk whole, computes, and says that a link leads elsewhere", async () => {
    const file = join(temporaryFolder(), "overview.html");
    writeFileSync(file, await singlePage(site.folder, "index.html"));
    const { page, problems } = await fromDisk(file);
    expect(await page.locator("main figure svg").count()).toBeGreaterThan(0);
    await answersAnew(page);
    await page.locator(`main a[href*="${WORKLOADS[0]}"]`).first().click();
    await page.locator(".not-loaded").getByText("one page of the report").waitFor();
    expect(await page.locator("#observablehq-sidebar").isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("asks for no other file, with what a page below a folder shows", async () => {
    const html = await singlePage(site.folder, `workload/${WORKLOADS[1]}.html`);
    expect(html.match(/<(?:link|script|img)\b[^>]*(?:href|src)="(?!data:)[^"]*"/g)).toBe(null);
    const file = join(temporaryFolder(), "workload.html");
    writeFileSync(file, html);
    const { page, problems } = await fromDisk(file, { width: 400 });
    expect(await page.locator("main .ladder").isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await page.close();
  });
});

describe.skipIf(!hasBrowser)("the edition for paper", () => {
  const brand = {
    team: "Payments & Co",
    confidentiality: "Internal.",
    siteUrl: "https://reports.example.com/p/",
  };

  it("has a cover with every finding, and a set of sheets for each page, within the paper", async () => {
    const report = readSiteReport(site.folder)!;
    const pages = usualPages(report);
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "index.html",
        `workload/${WORKLOADS[0]}.html`,
        `recording/${recording.recordingId}.html`,
      ]),
    );
    const html = paperHtml(site.folder, report, pages, brand);
    const page = await site.browser.newPage({
      viewport: { width: 680, height: 960 },
      javaScriptEnabled: true,
    });
    await page.emulateMedia({ media: "print" });
    await page.setContent(html);
    for (const { title } of pages) expect(await page.locator(".cover").textContent()).toContain(title);
    expect(await page.locator(".cover").textContent()).toContain(report.runId);
    expect(await page.locator(".sheet").count()).toBe(pages.length);
    const sheet = page.locator(`#sheet-workload-${WORKLOADS[1]}`);
    for (const part of [".answer h1", ".bucket-bar", ".paper-sheet tr.chosen", ".held"])
      expect(await sheet.locator(part).first().isVisible(), part).toBe(true);
    for (const box of await page.locator(".sheet:has(.paper-sheet)").all())
      expect((await box.boundingBox())!.height, (await box.getAttribute("id"))!).toBeLessThan(
        A4_BETWEEN_MARGINS_PX,
      );
    expect(await sheet.locator(".source").textContent()).toContain(
      `${brand.siteUrl}workload/${WORKLOADS[1]}.html`,
    );
    const { beyond, ids } = await page.evaluate(() => ({
      beyond: [...document.querySelectorAll("td, th, svg, p")]
        .filter(
          (one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > innerWidth + 1,
        )
        .map((one) => one.textContent),
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    }));
    expect(beyond).toEqual([]);
    expect(ids.length).toBe(new Set(ids).size);
    await page.close();
  });

  it("is printed by the local browser, with an outline", async () => {
    const report = readSiteReport(site.folder)!;
    const pages = usualPages(report).slice(0, 2);
    const pdf = Buffer.from(await printPaper(paperHtml(site.folder, report, pages, brand), report, brand));
    const text = pdf.toString("latin1");
    expect(text.slice(0, 5)).toBe("%PDF-");
    // A cover, and at least a sheet for each page.
    expect(text.match(/\/Type ?\/Page\b/g)!.length).toBeGreaterThanOrEqual(1 + pages.length);
    expect(text).toContain("/Outlines");
  });
});
