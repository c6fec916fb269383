import { describe, expect, it } from "vitest";
import { builtSite, hasBrowser, NO_RUN, overflow } from "../fixtures/site.ts";

const WITHOUT_SCRIPTS = { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } };

/** The page that `portolan new page` writes, and docs/pages.md as a page: every example of it. */
describe.skipIf(!hasBrowser)("a page of one's own", () => {
  const site = builtSite();

  it.each([
    { path: "pages/q3-review", bars: 1, figures: 1, tables: 3 },
    { path: "pages/examples", bars: 2, figures: 7, tables: 10 },
  ])("stands whole in /$path without its scripts", async ({ path, bars, figures, tables }) => {
    const context = await site.browser.newContext(WITHOUT_SCRIPTS);
    const page = await context.newPage();
    await page.goto(new URL(path, site.url).href);
    const main = page.locator("main");
    expect(await main.locator(".bucket-bar").count()).toBeGreaterThanOrEqual(bars);
    expect(await main.locator("figure").count()).toBeGreaterThanOrEqual(figures);
    expect(await main.locator("table").count()).toBeGreaterThanOrEqual(tables);
    const text = await main.innerText();
    expect(text).toMatch(/takes?( today’s program)? [\d.]+ m?s at the median/);
    expect(text).not.toMatch(/undefined|NaN|\$\{(?!…\})/);
    expect(await main.locator(".observablehq--error").count()).toBe(0);
    await context.close();
  });

  it.each(["pages/q3-review", "pages/examples"])(
    "works at /%s under the report's policy, on a narrow screen too, and is in the navigation",
    async (path) => {
      const { page, problems, close } = await site.open(path, { width: 400 });
      expect(await page.locator("meta[http-equiv=Content-Security-Policy]").count()).toBe(1);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await page.locator(`#observablehq-sidebar a[href$="${path.split("/")[1]}.html"]`).count()).toBe(
        1,
      );
      expect(problems).toEqual([]);
      await close();
    },
  );

  it("says so where nothing was measured", async () => {
    const { page, problems, close } = await site.open("pages/q3-review", { summary: NO_RUN });
    expect(await page.locator("main").innerText()).toContain(NO_RUN.command);
    expect(problems).toEqual([]);
    await close();
  });
});
