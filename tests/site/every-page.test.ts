import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, type Opened, overflow, recording } from "../fixtures/site.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every page of the source; of those that stand for many, one. */
const PAGES = [
  ...readdirSync("src")
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.replace(/\.md$/, "")),
  `workload/${WORKLOADS[0]}`,
  `recording/${recording.recordingId}`,
];

/**
 * Of pages whose markup is made by one program each: documentation with lists, commands and wide tables, a page of one's own
 * with every example of docs/pages.md, and what answers an address that leads nowhere.
 */
const ALIKE = ["docs/tutorial", "docs/prices", "pages/examples", "nothing/here"];

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
const FINDING = ".lead, .answer, .what-if-answer";
/** What A4 leaves between its margins. */
const PAPER_WIDTH_PX = 680;

/** Terms that a page uses in its text, and whether it explains them. */
const used = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector("main")!;
    const text = main.innerText.toLowerCase();
    return ["glue", "bucket", "port", "target"]
      .filter((term) => new RegExp(`\\b${term}s?\\b`).test(text))
      .map((term) => {
        // A legend explains the interpreter's bucket, which is the glue.
        const ids = term === "glue" ? ["glue", "interpreter"] : [term];
        return { term, explained: ids.some((id) => main.querySelector(`a[href="#term-${id}"]`) !== null) };
      });
  });

/** Terms that are linked to in a page's text, and those that its list shows. */
const terms = (page: Page) =>
  page.evaluate(() => ({
    linked: [
      ...new Set(
        Array.from(document.querySelectorAll('main a[href^="#term-"]'), (link) =>
          link.getAttribute("href")!.slice(1),
        ),
      ),
    ].sort(),
    shown: Array.from(
      document.querySelectorAll<HTMLElement>("#glossary dl > div:not([hidden])"),
      ({ id }) => id,
    ).sort(),
  }));

/** What a printed page would cut off, and leave folded. */
const lost = (page: Page) =>
  page.evaluate(() => ({
    beyond: [...document.querySelectorAll("main td, main th, main svg, main p")]
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.textContent),
    folded: document.querySelectorAll("figure details:not([open], .take-along)").length,
  }));

describe.skipIf(!hasBrowser)("every page", () => {
  const site = builtSite();
  let withoutScripts: Page;
  beforeAll(async () => {
    const context = await site.browser.newContext();
    // axe itself is a script that needs timers: the page's own are there, and empty.
    await context.route(/\/_page\/.*\.js$/, (route) =>
      route.fulfill({ contentType: "text/javascript", body: "" }),
    );
    withoutScripts = await context.newPage();
  });

  // Opened once for all that holds for every page: that is most of the time.
  describe.each(PAGES)("/%s", (path) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await site.open(path);
      // What is being computed anew is greyed until it is there.
      await opened.page.waitForFunction(() => document.querySelector("main .stale") === null, null, {
        timeout: 90_000,
      });
    });
    afterAll(() => opened?.close());

    it("has no error, no request that fails, and none to another host", () => {
      expect(opened.problems.filter((text) => text !== NO_GPU)).toEqual([]);
    });

    it("says its finding first", async () => {
      const main = opened.page.locator("main");
      const [heading, first] = await Promise.all([
        main.locator("h1").first().innerText(),
        main.locator(FINDING).first().innerText(),
      ]);
      // Digits, numbers in words, or that something was not measured: a finding is computed.
      expect(`${heading} ${first}`).toMatch(/\d|\b(?:not?|one|two|three|all|both)\b/i);
      const isAbove = await main.evaluate((element, selector) => {
        const finding = element.querySelector(selector)!;
        const prose = [...element.querySelectorAll("p")].find((one) => !finding.contains(one));
        return !prose || (finding.compareDocumentPosition(prose) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
      }, FINDING);
      expect(isAbove).toBe(true);
    });

    it("explains its terms, and lists those that it links to", async () => {
      // The what-if page's terms are its inputs', each with its own explanation.
      if (path !== "what-if")
        expect((await used(opened.page)).filter(({ explained }) => !explained)).toEqual([]);
      // The list follows what is drawn, at most twice a second.
      await vi.waitFor(
        async () => {
          const { linked, shown } = await terms(opened.page);
          expect(shown).toEqual(linked);
        },
        { timeout: 10_000 },
      );
    });

    it("breaks no rule of axe in a wide window, light and dark", async () => {
      const { page } = opened;
      await page.evaluate(AXE);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page, COLOURS)).toEqual([]);
    });

    it("fits into 400 px, and breaks no rule of axe there, dark and light", async () => {
      const { page } = opened;
      await page.setViewportSize({ width: 400, height: 900 });
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "light" });
      expect(await violations(page, COLOURS)).toEqual([]);
    });

    it("shows everything within the paper", async () => {
      const { page } = opened;
      await page.setViewportSize({ width: PAPER_WIDTH_PX, height: 900 });
      await page.waitForFunction(() => document.querySelector("main [aria-busy=true]") === null);
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await expect.poll(() => lost(page)).toEqual({ beyond: [], folded: 0 });
      const sheet = page.locator(".paper-sheet");
      if ((await sheet.count()) > 0) {
        const { y, height } = (await sheet.boundingBox())!;
        // 297 mm less its margins: what ends the first sheet is on it.
        expect(y + height - (await page.locator("main").boundingBox())!.y).toBeLessThan(994);
      }
      expect(await page.locator("#observablehq-sidebar").isVisible()).toBe(false);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    });

    // Its colours are those of the same page with its scripts.
    it("breaks no rule of axe before its scripts have come", async () => {
      await withoutScripts.goto(new URL(path, site.url).href);
      await withoutScripts.evaluate(AXE);
      expect(await violations(withoutScripts, [], COLOURS)).toEqual([]);
    });
  });

  it.each(ALIKE)("/%s fits into 400 px, and breaks no rule of axe there in the dark", async (path) => {
    const { page, close } = await site.open(path, { width: 400, dark: true });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.evaluate(AXE);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
