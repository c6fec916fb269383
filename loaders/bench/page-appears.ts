import type { Browser } from "playwright-core";
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

interface Appearance {
  readonly page: string;
  /** First painted, and its headline says something: drawn when the site was built, or by scripts. */
  readonly appearsMs: number;
  /** Until every field answers; what a reader presses elsewhere is kept from then on (`src/components/kept-press.ts`). */
  readonly interactiveMs: number;
  /** Until the page's own scripts have taken over every part, what they decide anew included. */
  readonly takenOverMs: number;
  /** The longest task of the page from when its fields answer, 0 for none above 50 ms. */
  readonly longestTaskMs: number;
  readonly shift: number;
}

/** How soon each page of the built site is there, and its own scripts in charge, in a browser with nothing in its cache. */
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
          lineOf("every part is taken over", network, seen, ({ takenOverMs }) => takenOverMs, null),
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

/** Opens a page with nothing in the browser's cache. */
export async function appearance(
  browser: Browser,
  url: string,
  path: string,
  network: Network,
): Promise<Appearance> {
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
  await page.addInitScript(() => {
    const seen: Seen = { shift: 0, interactiveMs: 0, takenOverMs: 0, headlineMs: 0, mostDrawn: 0, tasks: [] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
    }).observe({ type: "longtask", buffered: true });
    new MutationObserver(() => {
      const headline = document.querySelector("main h1")?.textContent?.trim() ?? "";
      if (headline !== "" && headline !== "…") seen.headlineMs ||= performance.now();
      if (document.readyState === "loading") return;
      const drawn = document.querySelectorAll("observablehq-loading.drawn");
      seen.mostDrawn = Math.max(seen.mostDrawn, drawn.length);
      // Where conditions are asked, presses on other controls are kept.
      const controls = document.querySelector("form.conditions")
        ? "input, select, textarea"
        : "input, select, textarea, summary, button";
      const waiting = [...drawn].some((part) => part.querySelector(controls) !== null);
      if (!waiting && drawn.length < seen.mostDrawn) seen.interactiveMs ||= performance.now();
      if (drawn.length === 0) seen.takenOverMs ||= performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(new URL(path, url).href, { waitUntil: "networkidle", timeout: LONGEST_MS });
  await page.waitForFunction(() => document.querySelector("observablehq-loading.drawn") === null);
  const { painted, seen } = await page.evaluate(() => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
    seen: (globalThis as unknown as { seen: Seen }).seen,
  }));
  await context.close();
  const { shift, takenOverMs } = seen;
  // A page of which nothing was drawn ahead.
  const interactiveMs = seen.interactiveMs || takenOverMs;
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
}
