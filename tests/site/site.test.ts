import { describe, expect, it } from "vitest";
import { transferOf } from "../../loaders/bench/transfer.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, NO_RUN } from "../fixtures/site.ts";

describe.skipIf(!hasBrowser)("the built site", () => {
  const site = builtSite();

  // What holds for every page is asked in every-page.test.ts.
  it.each([WORKLOADS[1], "classify-image"])("shows /workload/%s, measured or not", async (id) => {
    const { page, problems, close } = await site.open(`workload/${id}`);
    expect(await page.locator("h1").first().textContent()).toBeTruthy();
    expect(problems).toEqual([]);
    await close();
  });

  it("loads at most 600 kB for the overview, and no SQL engine", async () => {
    const { gzipBytes, responses, otherHosts } = await transferOf(site.browser, site.url);
    expect(gzipBytes).toBeLessThanOrEqual(600_000);
    expect(responses.filter(({ path }) => /duckdb.*\.wasm/.test(path))).toEqual([]);
    expect(otherHosts).toEqual([]);
  });

  it("lets nothing run, and nobody be asked, that a text brought in", async () => {
    const { page, close } = await site.open("");
    const got = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "document.body.dataset.ran = 'yes'";
      document.body.append(script);
      const asked = await fetch("http://127.0.0.1:9/").catch(({ message }: Error) => message);
      const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]");
      return { ran: document.body.dataset.ran, asked: String(asked), policy: policy !== null };
    });
    expect(got).toEqual({ ran: undefined, asked: "Failed to fetch", policy: true });
    await close();
  });

  it("keeps open what a reader opens before scripts have taken it over", async () => {
    const page = await site.browser.newPage();
    await page.addInitScript(() => {
      const drawn = "observablehq-loading.drawn";
      const seen = new MutationObserver(() => {
        if (document.readyState === "loading" || document.querySelector(`${drawn} form`)) return;
        seen.disconnect();
        // After the script that was at work.
        setTimeout(() => {
          const summary = document.querySelector<HTMLElement>(`main ${drawn} summary`);
          document.documentElement.dataset.pressed = summary?.textContent ?? "none was left";
          summary?.click();
        });
      });
      seen.observe(document, { childList: true, subtree: true });
    });
    await page.goto(site.url);
    await page.waitForFunction(() => document.querySelector("observablehq-loading.drawn") === null);
    const pressed = await page.locator("html").getAttribute("data-pressed");
    const open = page.locator("main details[open] > summary");
    expect(await open.allTextContents()).toContain(pressed);
    await page.close();
  });

  it("has a title, a text alternative and a table for every chart", async () => {
    const { page, close } = await site.open(`workload/${WORKLOADS[0]}`);
    await page.locator("figure").nth(2).waitFor();
    const figures = await page.locator("figure").count();
    for (let i = 0; i < figures; i++) {
      const figure = page.locator("figure").nth(i);
      expect(await figure.locator("figcaption, h3").count(), `figure ${i}`).toBeGreaterThan(0);
      expect(
        await figure.locator("[role=img][aria-labelledby], table").count(),
        `figure ${i}`,
      ).toBeGreaterThan(0);
      expect(await figure.locator("table").count(), `figure ${i}`).toBeGreaterThan(0);
    }
    await close();
  });

  it("keeps the conditions in the URL, and gives them to every link", async () => {
    const { page, problems, close } = await site.open("");
    await page.locator("#reach").selectOption("browser");
    await page.waitForFunction(() => location.search === "?reach=browser");
    const carried = await page
      .locator("#observablehq-sidebar a[href*='what-if'], a.carries-query")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).search));
    expect(new Set(carried)).toEqual(new Set(["?reach=browser"]));
    const after = await site.open(page.url());
    expect(await after.page.locator("#reach").inputValue()).toBe("browser");
    expect(await after.page.locator("#conditions").inputValue()).toBe("");
    await after.page.locator("#conditions").selectOption("chat");
    await after.page.waitForFunction(() => location.search.includes("p99SloMs=100"));
    expect([...problems, ...after.problems]).toEqual([]);
    await after.close();
    await close();
  });
});

describe.skipIf(!hasBrowser)("a site with no run", () => {
  const site = builtSite();

  it.each(["", "method", "workload/embed-text"])("says so on /%s and gives the command", async (path) => {
    const { page, problems, close } = await site.open(path, { summary: NO_RUN });
    expect(await page.locator("main").textContent()).toContain(NO_RUN.command);
    expect(problems).toEqual([]);
    await close();
  });
});
