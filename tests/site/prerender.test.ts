import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, takenOver } from "../fixtures/site.ts";

const PAGES = [
  "",
  `workload/${WORKLOADS[0]}`,
  "what-if",
  "method",
  "boundary",
  "calibration",
  "claims",
  "live",
];

describe.skipIf(!hasBrowser)("a page without its scripts", () => {
  const site = builtSite();
  /** As in a browser that is asked not to run scripts, or in which they cannot be loaded. */
  let page: Page;
  beforeAll(async () => {
    page = await site.browser.newPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  });

  it.each(PAGES)("says at /%s what it found, and that controls need scripts", async (path) => {
    await page.goto(new URL(path, site.url).href);
    const heading = (await page.locator("main h1").first().textContent())!.trim();
    expect(heading.length).toBeGreaterThan(10);
    expect(await page.title()).toContain(`${heading.replace(/\s+/g, " ")} | Portolan`);
    expect(await page.locator("main").innerText()).toContain(heading);
    expect(await page.locator("noscript").innerText()).toContain("need JavaScript");
  });

  it("draws the overview whole: the answer, bars, charts and tables", async () => {
    await page.goto(site.url);
    expect(await page.locator("main h1").first().textContent()).toMatch(/requests a month/);
    expect(await page.locator("main [aria-busy=true]").count()).toBe(0);
    expect(await page.locator("main figure svg").count()).toBeGreaterThan(0);
    expect(await page.locator("main table").count()).toBeGreaterThan(0);
  });

  it("shows what the reader's own browser would measure, and lets nothing be started", async () => {
    await page.goto(new URL("live", site.url).href);
    expect(await page.locator(".live-queue tbody tr").count()).toBeGreaterThan(1);
    expect(await page.getByRole("button", { name: "Run", exact: true }).isEnabled()).toBe(false);
  });
});

describe.skipIf(!hasBrowser)("a page whose scripts take over", () => {
  const site = builtSite();

  it.each(PAGES.filter((path) => path !== "what-if"))(
    "says at /%s the same, and shifts nothing that is seen",
    async (path) => {
      const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(new URL(path, site.url).href, { waitUntil: "commit" });
      await page.locator("main h1").first().waitFor();
      const drawn = await page.locator("main h1").first().textContent();
      await takenOver(page);
      expect(await page.locator("main h1").first().textContent()).toBe(drawn);
      const shifted = await page.evaluate(() =>
        (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
      );
      expect(shifted).toBeLessThan(0.02);
      await context.close();
    },
  );
});
