import type { Page } from "playwright-core";
import type { Figure, FigureResult } from "./figure.ts";
import { inReport } from "./in-report.ts";

const MOST_TASK_MS = 200;
const MOST_ANSWER_MS = 1_000;
/** A slider is moved over so many values, as often as this; the best counts, since other programs disturb. */
const VALUES = 20;
const ROUNDS = 3;
const LONGEST_MS = 120_000;

/** Of one move of the slider, from its last value on. */
interface Moved {
  /** The longest task of the page while the slider moved, and while its answer came; 0 for none above 50 ms. */
  readonly movingMs: number;
  readonly answeringMs: number;
  /** Until the answer by all draws stands in the head of the page. */
  readonly answerMs: number;
  /** Until every analysis is known, and every open section drawn. */
  readonly wholeMs: number;
}

/** How the what-if page keeps up with a slider, on the built site. */
export const slider: Figure = {
  id: "slider",
  title: "how the what-if page follows a slider",
  async measure() {
    return inReport(async (browser, url) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(new URL("what-if.html", url).href, { timeout: LONGEST_MS });
      await page.waitForFunction(() => performance.getEntriesByName("presses-kept").length > 0);
      // The answer's scripts, and the analyses, wait for a hand.
      await page.mouse.move(1, 1);
      await page.waitForFunction(() => document.querySelector("observablehq-loading.drawn") === null);
      await page.locator(".what-if:not([aria-busy])").waitFor({ timeout: LONGEST_MS });
      const rounds: Moved[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await moved(page, round));
      const least = (of: (one: Moved) => number) => Math.min(...rounds.map(of));
      return [
        lineOf(
          "longest task while a slider moves",
          least((one) => one.movingMs),
          MOST_TASK_MS,
        ),
        lineOf(
          "longest task while its answer comes",
          least((one) => one.answeringMs),
          MOST_TASK_MS,
        ),
        lineOf(
          "answer by all draws after a change",
          least((one) => one.answerMs),
          MOST_ANSWER_MS,
        ),
        lineOf(
          "every analysis after a change",
          least((one) => one.wholeMs),
          MOST_ANSWER_MS,
        ),
      ];
    });
  },
};

function lineOf(what: string, ms: number, boundMs: number): FigureResult {
  return {
    what: `${what}, best of ${ROUNDS}`,
    value: ms === 0 ? "under 50 ms" : `${ms.toFixed(0)} ms`,
    bound: `≤ ${boundMs} ms`,
    within: ms <= boundMs,
  };
}

/** In the page, as a hand does: a value, a moment, the next. */
const moved = (page: Page, round: number): Promise<Moved> =>
  page.evaluate<Moved>(`(async () => {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: "longtask" });
    const input = document.querySelector(".what-if input.slider");
    for (let i = 0; i < ${VALUES}; i++) {
      input.value = String(300 + 20 * i + ${round});
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await pause(30);
    }
    const from = performance.now();
    const until = async (selector) => {
      // A change is marked in the frame after it.
      await new Promise(requestAnimationFrame);
      while (document.querySelector(selector) !== null) await pause(5);
      return performance.now() - from;
    };
    const answerMs = await until(".what-if-answer .stale");
    const wholeMs = await until(".what-if[aria-busy], .what-if-section[open] .stale");
    await pause(100);
    observer.disconnect();
    const longest = (some) => Math.max(0, ...some.map(({ duration }) => duration));
    return {
      movingMs: longest(tasks.filter(({ startTime }) => startTime < from)),
      answeringMs: longest(tasks.filter(({ startTime }) => startTime >= from)),
      answerMs,
      wholeMs,
    };
  })()`);
