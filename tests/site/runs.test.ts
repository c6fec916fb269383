import { describe, expect, it } from "vitest";
import { runsFileApart } from "../fixtures/runs-apart.ts";
import { builtSite, hasBrowser } from "../fixtures/site.ts";

describe.skipIf(!hasBrowser)("the page of runs", () => {
  const site = builtSite();

  it("lays two runs side by side, and others when they are chosen", async () => {
    const { page, problems, close } = await site.open("runs.html", { runs: runsFileApart() });
    const status = () => page.locator("main p[role=status] strong").first().innerText();
    expect(await status()).toContain("no difference beyond noise");
    await page.selectOption("#a", "20260101T030405Z-quick-1");
    await page.waitForFunction(() =>
      document.querySelector("main p[role=status] strong")?.textContent?.includes("slower"),
    );
    expect(await page.locator("#figure-runs-embed-text h3").innerText()).toContain("js is slower");
    expect(await page.locator("#figure-trend h3").innerText()).toContain("js became slower on 2026-01-02");
    expect(problems).toEqual([]);
    await close();
  });
});
