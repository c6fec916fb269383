import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transferOf } from "../../loaders/bench/transfer.ts";
import { launchBrowser } from "../../loaders/site/browser.ts";
import { buildSite, distFolder } from "../../loaders/site/build.ts";
import { type Served, serve } from "../../loaders/site/serve.ts";
import { workloads } from "../../loaders/workloads/index.ts";
import { cli } from "../fixtures/cli.ts";

const hasBrowser = Boolean(process.env.PORTOLAN_CHROMIUM);

function restoreHome(before: string | undefined): void {
  delete process.env.PORTOLAN_DIST;
  if (before === undefined) delete process.env.PORTOLAN_HOME;
  else process.env.PORTOLAN_HOME = before;
}

/** Opens a page and collects everything that would embarrass it. */
async function open(browser: Browser, url: string, options: { width?: number; dark?: boolean } = {}) {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? "dark" : "light",
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:$/.test(protocol) && host !== new URL(url).host)
      problems.push(`other host: ${request.url()}`);
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, problems, close: () => context.close() };
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe.skipIf(!hasBrowser)("the built site", () => {
  let home: string;
  let browser: Browser;
  let served: Served;
  const before = process.env.PORTOLAN_HOME;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "portolan-site-"));
    process.env.PORTOLAN_HOME = home;
    process.env.PORTOLAN_DIST = join(home, "dist");
    // Really measured, on a small budget; targets that the machine lacks are shown as such.
    const measured = await cli(
      ["measure", "--json", "--workload", "score-telemetry", "classify-image", "--target", "js", "native"],
      { env: { PORTOLAN_HOME: home } },
    );
    expect(measured.code, measured.stderr).toBe(0);
    await buildSite(null);
    served = await serve(distFolder(), 4_200);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(home, { recursive: true, force: true });
    restoreHome(before);
  });

  const paths = ["", "method", "data", ...workloads.map(({ id }) => `workload/${id}`)];
  it.each(paths)("shows /%s without an error and without another host", async (path) => {
    const { page, problems, close } = await open(browser, served.url + path);
    expect(await page.locator("h1").first().textContent()).toBeTruthy();
    expect(problems).toEqual([]);
    await close();
  });

  it.each(["", "workload/classify-image", "method", "data"])(
    "fits /%s into 400 px, in the dark",
    async (path) => {
      const { page, problems, close } = await open(browser, served.url + path, { width: 400, dark: true });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(problems).toEqual([]);
      await close();
    },
  );

  it("loads at most 600 kB for the overview, and no SQL engine", async () => {
    const { gzipBytes, responses, otherHosts } = await transferOf(browser, served.url);
    expect(gzipBytes).toBeLessThanOrEqual(600_000);
    expect(responses.filter(({ path }) => /duckdb.*\.wasm/.test(path))).toEqual([]);
    expect(otherHosts).toEqual([]);
  });

  it("has a title, a text alternative and a table for every chart", async () => {
    const { page, close } = await open(browser, `${served.url}workload/classify-image`);
    const figures = await page.locator("figure").count();
    expect(figures).toBeGreaterThanOrEqual(3);
    for (let i = 0; i < figures; i++) {
      const figure = page.locator("figure").nth(i);
      expect(await figure.locator("figcaption, h3").count(), `figure ${i}`).toBeGreaterThan(0);
      expect(await figure.locator("[role=img][aria-label], table").count(), `figure ${i}`).toBeGreaterThan(0);
      expect(await figure.locator("table").count(), `figure ${i}`).toBeGreaterThan(0);
    }
    await close();
  });

  it("answers SQL in the page, from the store alone", async () => {
    const { page, problems, close } = await open(browser, `${served.url}data`);
    await page.locator("textarea").fill("select count(*) as n from samples where arm = 'wall'");
    await page.getByRole("button", { name: /^run/i }).click();
    await page
      .locator("td")
      .filter({ hasText: /^[\d,]+$/ })
      .first()
      .waitFor({ timeout: 60_000 });
    expect(problems).toEqual([]);
    await close();
  });

  it("keeps the conditions in the URL, and gives them to every link", async () => {
    const { page, problems, close } = await open(browser, served.url);
    await page.locator("#reach").selectOption("browser");
    await page.waitForFunction(() => location.search === "?reach=browser");
    const carried = await page
      .locator("#observablehq-sidebar a[href*='what-if'], a.carries-query")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).search));
    expect(new Set(carried)).toEqual(new Set(["?reach=browser"]));
    const after = await open(browser, page.url());
    expect(await after.page.locator("#reach").inputValue()).toBe("browser");
    expect(await after.page.locator("#conditions").inputValue()).toBe("");
    await after.page.locator("#conditions").selectOption("chat");
    await after.page.waitForFunction(() => location.search.includes("p99SloMs=100"));
    expect([...problems, ...after.problems]).toEqual([]);
    await after.close();
    await close();
  });
});

describe.skipIf(!hasBrowser)("a site built with no run", () => {
  it("says so on every page and gives the command", async () => {
    const before = process.env.PORTOLAN_HOME;
    const home = mkdtempSync(join(tmpdir(), "portolan-empty-"));
    process.env.PORTOLAN_HOME = home;
    process.env.PORTOLAN_DIST = join(home, "dist");
    await buildSite(null);
    const served = await serve(distFolder(), 4_300);
    const browser = await launchBrowser();
    try {
      for (const path of ["", "method", "workload/embed-text"]) {
        const { page, problems, close } = await open(browser, served.url + path);
        expect(await page.locator("main").textContent()).toContain("npm start");
        expect(problems).toEqual([]);
        await close();
      }
    } finally {
      await browser.close();
      await served.close();
      rmSync(home, { recursive: true, force: true });
      restoreHome(before);
    }
    // It builds the site, which elsewhere is done in a hook.
  }, 240_000);
});
