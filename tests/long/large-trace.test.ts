import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeLargeTrace } from "../fixtures/large-trace.ts";
import { builtSite, hasBrowser } from "../fixtures/site.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

/** The page's main thread may never be busy for more than this share of the time in which a large profile is read. */
const LONGEST_GAP = 0.25;

describe.skipIf(!hasBrowser)("the page of a dropped profile", () => {
  const site = builtSite();

  it("stays responsive while it reads a trace of 50 MB", async () => {
    const path = join(folder, "large.json");
    await writeLargeTrace(path, 50_000_000);
    const { page, problems, close } = await site.open("profile.html");
    await page.evaluate(() => {
      const page = window as unknown as { gap: number };
      page.gap = 0;
      let last = performance.now();
      const beat = (now: number) => {
        page.gap = Math.max(page.gap, now - last);
        last = now;
        requestAnimationFrame(beat);
      };
      requestAnimationFrame(beat);
    });
    const start = performance.now();
    await page.locator("#profile-file").setInputFiles(path);
    await page.locator(".profile-answer .place", { hasText: "large.json" }).waitFor({ timeout: 100_000 });
    const readMs = performance.now() - start;
    const gap = await page.evaluate(() => (window as unknown as { gap: number }).gap);
    expect(gap).toBeGreaterThan(0);
    expect(gap / readMs).toBeLessThan(LONGEST_GAP);
    expect(problems).toEqual([]);
    await close();
  });
});
