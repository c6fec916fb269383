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
const LONGEST_MS = 60_000;

interface Appearance {
  readonly page: string;
  /** First painted, and its headline says something: drawn when the site was built, or by scripts. */
  readonly appearsMs: number;
  /** Until the page's own scripts have taken over every part. */
  readonly interactiveMs: number;
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
            "scripts in charge",
            network,
            seen,
            ({ interactiveMs }) => interactiveMs,
            network.interactiveMs,
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
  boundMs: number,
): FigureResult {
  const worst = most(seen, of);
  const median = seen.map(of).sort((a, b) => a - b)[seen.length >> 1]!;
  return {
    what: `${what}, slowest of ${seen.length} pages (${worst.page}; median ${median.toFixed(0)} ms), ${name}`,
    value: `${of(worst).toFixed(0)} ms`,
    bound: `≤ ${boundMs} ms`,
    within: of(worst) <= boundMs,
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
    const seen = { shift: 0, interactiveMs: 0, headlineMs: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    new MutationObserver(() => {
      const headline = document.querySelector("main h1")?.textContent?.trim() ?? "";
      if (headline !== "" && headline !== "…") seen.headlineMs ||= performance.now();
      const isDrawn = document.querySelector("observablehq-loading.drawn") !== null;
      if (!isDrawn && document.readyState !== "loading") seen.interactiveMs ||= performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(new URL(path, url).href, { waitUntil: "networkidle", timeout: LONGEST_MS });
  await page.waitForFunction(() => document.querySelector("observablehq-loading.drawn") === null);
  const { painted, shift, interactiveMs, headlineMs } = await page.evaluate(() => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
    ...(globalThis as unknown as { seen: { shift: number; interactiveMs: number; headlineMs: number } }).seen,
  }));
  await context.close();
  return { page: path, appearsMs: Math.max(painted, headlineMs), interactiveMs, shift };
}
