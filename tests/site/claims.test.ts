import { describe, expect, it } from "vitest";
import { LEDGER } from "../../src/report/claims/ledger.ts";
import { builtSite, hasBrowser, takenOver } from "../fixtures/site.ts";

describe.skipIf(!hasBrowser)("the page of published figures", () => {
  const site = builtSite();
  const rows = ".ledger tr[id]";

  it("has every figure without scripts, each under an address of its own, and links that lead somewhere", async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(new URL("claims#x-a", site.url).href);
    expect(await page.locator(rows).evaluateAll((all) => all.map(({ id }) => id))).toEqual(
      LEDGER.map(({ id }) => id),
    );
    expect(await page.locator("tr:target").getAttribute("id")).toBe("x-a");
    const links = await page
      .locator(".ledger a[href]:not([href^=http])")
      .evaluateAll((all) => [...new Set(all.map((link) => (link as HTMLAnchorElement).href))]);
    expect(links.length).toBeGreaterThan(LEDGER.length);
    for (const link of new Set(links.map((href) => href.split("#")[0]!)))
      expect((await fetch(link)).status, link).toBe(200);
    await context.close();
  });

  it("is narrowed by keyboard, and says to how many", async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL("claims", site.url).href);
    await takenOver(page);
    await page.locator("#claims-verdict").focus();
    await page.keyboard.type("Not testable");
    const shown = () => page.locator(`${rows}:visible`).count();
    const untestable = await shown();
    expect(untestable).toBeLessThan(LEDGER.length);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("spec cpu");
    expect(await page.locator(`${rows}:visible`).evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      "002-a",
      "x-a",
    ]);
    expect(await page.locator(".claims-filter output").textContent()).toBe(`2 of ${LEDGER.length} figures`);
    await context.close();
  });
});
