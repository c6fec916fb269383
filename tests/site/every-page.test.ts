import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, overflow, recording } from "../fixtures/site.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every page of the source; of those that stand for many, one. */
const PAGES = [
  ...readdirSync("src")
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.replace(/\.md$/, "")),
  `workload/${WORKLOADS[0]}`,
  `recording/${recording.recordingId}`,
];

/** Rules that axe counts as experimental, and the report is held to. */
const MORE = ["label-content-name-mismatch", "p-as-heading", "table-fake-caption", "td-has-header"];
/** What depends on the colours alone. */
const COLOURS = ["color-contrast"];

/** What axe finds, one line for each element. */
async function violations(
  page: Page,
  only: readonly string[] = [],
  without: readonly string[] = [],
): Promise<string[]> {
  return page.evaluate(
    async ({ only, more, without }) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: Document, options: object): Promise<{ violations: readonly Violation[] }> };
      };
      interface Violation {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }
      const rules = Object.fromEntries([
        ...more.map((rule) => [rule, { enabled: true }]),
        ...without.map((rule) => [rule, { enabled: false }]),
      ]);
      const asked = only.length > 0 ? { runOnly: only } : { rules };
      const found = await axe.run(document, { ...asked, resultTypes: ["violations"], elementRef: false });
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ html, failureSummary }) =>
            `${id}: ${html.slice(0, 200)} ${failureSummary.split("\n").slice(1).join(" ")}`,
        ),
      );
    },
    { only, more: MORE, without },
  );
}

/** Chromium says so itself, of a machine without a GPU. */
const NO_GPU = "No available adapters.";

describe.skipIf(!hasBrowser)("every page", () => {
  const site = builtSite();

  // Opened once for all that holds for every page: that is most of the time.
  it.each(PAGES)(
    "/%s has no error, fits, and breaks no rule of axe: wide and narrow, light and dark",
    async (path) => {
      const { page, problems, close } = await site.open(path);
      expect(await page.locator("h1").first().textContent()).toBeTruthy();
      // What is being computed anew is greyed until it is there.
      await page.waitForFunction(() => document.querySelector("main .stale") === null, null, {
        timeout: 90_000,
      });
      expect(problems.filter((text) => text !== NO_GPU)).toEqual([]);
      await page.evaluate(AXE);
      const found = { "wide, light": await violations(page) };
      await page.emulateMedia({ colorScheme: "dark" });
      Object.assign(found, { "wide, dark": await violations(page, COLOURS) });
      await page.setViewportSize({ width: 400, height: 900 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      Object.assign(found, { "narrow, dark": await violations(page) });
      await page.emulateMedia({ colorScheme: "light" });
      Object.assign(found, { "narrow, light": await violations(page, COLOURS) });
      expect(found).toEqual({
        "wide, light": [],
        "wide, dark": [],
        "narrow, dark": [],
        "narrow, light": [],
      });
      await close();
    },
  );

  describe("before its scripts have come", () => {
    let page: Page;
    beforeAll(async () => {
      const context = await site.browser.newContext();
      // axe itself is a script that needs timers: the page's own are there, and empty.
      await context.route(/\/_page\/.*\.js$/, (route) =>
        route.fulfill({ contentType: "text/javascript", body: "" }),
      );
      page = await context.newPage();
    });
    afterAll(() => page?.context().close());

    // Its colours are those of the same page with its scripts.
    it.each(PAGES)("/%s breaks none either", async (path) => {
      await page.goto(new URL(path, site.url).href);
      await page.evaluate(AXE);
      expect(await violations(page, [], COLOURS)).toEqual([]);
    });
  });
});
