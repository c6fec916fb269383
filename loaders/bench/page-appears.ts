import type { Browser, Page } from "playwright-core";
import { distFolder } from "../site/build.ts";
import { builtPages } from "./built-pages.ts";
import type { Figure, FigureResult } from "./figure.ts";
import { inReport } from "./in-report.ts";

interface Network {
  readonly name: string;
  readonly latencyMs: number;
  readonly bitsPerSecond: number;
  readonly appearsMs: number;
  readonly interactiveMs: number;
}

export const NETWORKS: readonly Network[] = [
  { name: "40 ms, 10 Mb/s", latencyMs: 40, bitsPerSecond: 10e6, appearsMs: 300, interactiveMs: 800 },
  { name: "150 ms, 1.6 Mb/s", latencyMs: 150, bitsPerSecond: 1.6e6, appearsMs: 900, interactiveMs: 2_000 },
];
const MOST_SHIFT = 0.01;
const MOST_TASK_MS = 200;
const LONGEST_MS = 60_000;
const FEW_WORDS = "404.html";
const FLOOR_TIMES = 5;

interface Appearance {
  readonly page: string;
  /** First painted, and its headline says something: drawn when the site was built, or by scripts. */
  readonly appearsMs: number;
  /**
   * Until every field answers to a hand, and what is pressed elsewhere is kept and done (`src/components/kept-press.ts`); where it is
   * not, until every button answers.
   */
  readonly interactiveMs: number;
  /** From when a hand comes near until the page's own scripts have taken over every part, what they decide anew included. */
  readonly takenOverMs: number;
  /** The longest task of the page from when its fields answer, 0 for none above 50 ms. */
  readonly longestTaskMs: number;
  readonly shift: number;
}

/**
 * How soon each page of the built site is there, and its own scripts in charge, in a browser with nothing in its cache. A hand comes near
 * once the page has fallen silent.
 */
export const pageAppears: Figure = {
  id: "pages",
  title: "how soon each page of the report is there",
  async measure() {
    const pages = builtPages(distFolder());
    return inReport(async (browser, url) => {
      const lines: FigureResult[] = [];
      for (const network of NETWORKS) {
        const seen: Appearance[] = [];
        for (const page of pages) seen.push(await appearance(browser, url, page, network));
        lines.push(
          await floorLine(browser, url, network),
          lineOf("is there", network, seen, ({ appearsMs }) => appearsMs, network.appearsMs),
          lineOf(
            "every field answers",
            network,
            seen,
            ({ interactiveMs }) => interactiveMs,
            network.interactiveMs,
          ),
          lineOf(
            "longest task from then on",
            network,
            seen,
            ({ longestTaskMs }) => longestTaskMs,
            MOST_TASK_MS,
          ),
          lineOf(
            "from a first touch until every part is taken over",
            network,
            seen,
            ({ takenOverMs }) => takenOverMs,
            null,
          ),
        );
        const { page, shift } = most(seen, (one) => one.shift);
        lines.push({
          what: `largest layout shift of ${pages.length} pages (${page}), ${network.name}`,
          value: shift.toFixed(3),
          bound: `≤ ${MOST_SHIFT}`,
          within: shift <= MOST_SHIFT,
        });
      }
      return lines;
    });
  },
};

const most = (seen: readonly Appearance[], of: (one: Appearance) => number): Appearance =>
  seen.reduce((a, b) => (of(b) > of(a) ? b : a));

function lineOf(
  what: string,
  { name }: Network,
  seen: readonly Appearance[],
  of: (one: Appearance) => number,
  boundMs: number | null,
): FigureResult {
  const worst = most(seen, of);
  const median = seen.map(of).sort((a, b) => a - b)[seen.length >> 1]!;
  return {
    what: `${what}, slowest of ${seen.length} pages (${worst.page}; median ${median.toFixed(0)} ms), ${name}`,
    value: `${of(worst).toFixed(0)} ms`,
    bound: boundMs === null ? "" : `≤ ${boundMs} ms`,
    within: boundMs === null || of(worst) <= boundMs,
  };
}

/** A page with nothing in the browser's cache, on a network. */
async function pageOn(browser: Browser, network: Network): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: network.latencyMs,
    downloadThroughput: network.bitsPerSecond / 8,
    uploadThroughput: network.bitsPerSecond / 8,
  });
  return page;
}

const paintedMs = (page: Page): Promise<number> =>
  page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
  );

/** How soon this browser on this machine shows a few words: no page is there sooner. */
async function floorLine(browser: Browser, url: string, network: Network): Promise<FigureResult> {
  const times: number[] = [];
  for (let i = 0; i < FLOOR_TIMES; i++) {
    const page = await pageOn(browser, network);
    await page.goto(new URL(FEW_WORDS, url).href, { waitUntil: "networkidle" });
    times.push(await paintedMs(page));
    await page.context().close();
  }
  const median = times.sort((a, b) => a - b)[FLOOR_TIMES >> 1]!;
  return {
    what: `for comparison: a page of a few words is there (${FEW_WORDS}, median of ${FLOOR_TIMES}), ${network.name}`,
    value: `${median.toFixed(0)} ms`,
    bound: "",
    within: true,
  };
}

/** Opens a page with nothing in the browser's cache. */
export async function appearance(
  browser: Browser,
  url: string,
  path: string,
  network: Network,
): Promise<Appearance> {
  const page = await pageOn(browser, network);
  await page.addInitScript(() => {
    const seen: Seen = {
      ...{ shift: 0, interactiveMs: 0, takenOverMs: 0, headlineMs: 0, mostDrawn: 0, tasks: [] },
      look() {
        const headline = document.querySelector("main h1")?.textContent?.trim() ?? "";
        if (headline !== "" && headline !== "…") this.headlineMs ||= performance.now();
        if (document.readyState === "loading") return;
        const drawn = document.querySelectorAll("observablehq-loading.drawn");
        this.mostDrawn = Math.max(this.mostDrawn, drawn.length);
        const isKept = performance.getEntriesByName("presses-kept").length > 0;
        const controls = `input, select, textarea${isKept ? "" : ", summary, button"}`;
        const isWaiting = [...drawn].some((part) => part.querySelector(controls) !== null);
        if (!isWaiting && (isKept || drawn.length < this.mostDrawn)) this.interactiveMs ||= performance.now();
        if (drawn.length === 0) this.takenOverMs ||= performance.now();
      },
    };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
    }).observe({ type: "longtask", buffered: true });
    new MutationObserver(() => seen.look()).observe(document, { childList: true, subtree: true });
    new PerformanceObserver(() => seen.look()).observe({ type: "mark" });
  });
  await page.goto(new URL(path, url).href, { waitUntil: "networkidle", timeout: LONGEST_MS });
  // A machine may be slow to run what it has.
  await page.waitForFunction(() => (globalThis as unknown as { seen: Seen }).seen.interactiveMs > 0);
  const touchedMs = await page.evaluate(() => performance.now());
  await page.mouse.move(2, 2);
  await page.waitForFunction(() => document.querySelector("observablehq-loading.drawn") === null);
  const painted = await paintedMs(page);
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  await page.context().close();
  const { shift } = seen;
  // A page of which nothing was drawn ahead.
  const interactiveMs = seen.interactiveMs || seen.takenOverMs;
  const takenOverMs = Math.max(0, seen.takenOverMs - touchedMs);
  const later = seen.tasks.flatMap(([startMs, ms]) => (startMs >= interactiveMs ? [ms] : []));
  return {
    ...{ page: path, shift, takenOverMs, interactiveMs },
    appearsMs: Math.max(painted, seen.headlineMs),
    longestTaskMs: Math.max(0, ...later),
  };
}

/** What a page is asked to write down about itself. */
interface Seen {
  shift: number;
  interactiveMs: number;
  takenOverMs: number;
  headlineMs: number;
  /** Parts that were drawn when the site was built. */
  mostDrawn: number;
  /** Start and duration of each task above 50 ms. */
  tasks: [number, number][];
  look(): void;
}
