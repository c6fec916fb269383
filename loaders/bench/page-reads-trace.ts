import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { scratchFolder } from "../files/scratch.ts";
import type { Figure } from "./figure.ts";
import { inReport } from "./in-report.ts";
import { writeChromeTrace } from "./write-chrome-trace.ts";

const TRACE_BYTES = 200e6;
const BOUND_S = 30;
/** Above it a person takes a page for frozen. */
const BOUND_GAP_MS = 500;
const PATIENCE_MS = 300_000;

export const pageReadsTrace: Figure = {
  id: "page",
  title: "a Chrome trace of 200 MB in the browser",
  async measure() {
    const folder = mkdtempSync(join(scratchFolder(), "bench-"));
    try {
      const path = join(folder, "trace.json");
      await writeChromeTrace(path, TRACE_BYTES);
      const { seconds, gapMs } = await inReport(async (browser, url) => {
        const page = await browser.newPage();
        await page.goto(new URL("profile.html", url).href, { waitUntil: "networkidle" });
        return readingOf(page, path);
      });
      return [
        {
          what: `Chrome trace of ${TRACE_BYTES / 1e6} MB, drawn on the page`,
          value: `${seconds.toFixed(1)} s`,
          bound: `≤ ${BOUND_S} s`,
          within: seconds <= BOUND_S,
        },
        {
          what: "longest time without a frame while it is read",
          value: `${gapMs.toFixed(0)} ms`,
          bound: `≤ ${BOUND_GAP_MS} ms`,
          within: gapMs <= BOUND_GAP_MS,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A text, since what the loader makes of a function needs helpers that a page has not. */
const WATCH_FRAMES = `
  window.gapMs = 0;
  let last = performance.now();
  requestAnimationFrame(function beat(now) {
    window.gapMs = Math.max(window.gapMs, now - last);
    last = now;
    requestAnimationFrame(beat);
  });`;

/** Gives the page a file, and waits until its result is drawn. */
async function readingOf(page: Page, path: string): Promise<{ seconds: number; gapMs: number }> {
  await page.evaluate(WATCH_FRAMES);
  const start = performance.now();
  await page.locator("#profile-file").setInputFiles(path);
  await page.locator(".profile-answer .place", { hasText: "trace.json" }).waitFor({ timeout: PATIENCE_MS });
  const seconds = (performance.now() - start) / 1e3;
  return { seconds, gapMs: await page.evaluate("window.gapMs") };
}
