import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { writeForecastRun } from "../commands/forecast-run.ts";
import { writeLargeTrace } from "../fixtures/large-trace.ts";
import { builtSite, hasBrowser, NO_RUN, overflow, recording } from "../fixtures/site.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const { run } = readRunFile(writeForecastRun(folder));
const summary = summarise(run);

/** What to do, whatever the machine's figures make of it. */
const VERDICT =
  /^(Stay with|Keep|Change a setting|Compile|Port to|Measure before|No option|.* cost about the same)/;

describe.skipIf(!hasBrowser)("the page of a dropped profile", () => {
  const site = builtSite();
  const open = async (path: string, view: Parameters<typeof site.open>[1] = {}) => {
    const opened = await site.open(path, { summary, ...view });
    const close = async () => {
      // All tests have one browser, which keeps what was dropped.
      await opened.page.evaluate(() => indexedDB.deleteDatabase("portolan-profiles"));
      await opened.close();
    };
    return { ...opened, close };
  };

  const headline = (page: Page) => page.locator(".profile-buckets h2");
  const status = (page: Page) => page.locator(".reader-status");
  const dropText = (page: Page, name: string, text: string) => dropTexts(page, [[name, text]], ".drop-zone");
  /** The first is the oldest. */
  async function dropTexts(page: Page, files: readonly [name: string, text: string][], place: string) {
    const dataTransfer = await page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const [i, [name, text]] of files.entries())
        transfer.items.add(new File([text], name, { lastModified: i }));
      return transfer;
    }, files);
    await page.dispatchEvent(place, "dragover", { dataTransfer });
    expect(await page.locator(".drop-overlay").count()).toBe(1);
    await page.dispatchEvent(place, "drop", { dataTransfer });
    expect(await page.locator(".drop-overlay").count()).toBe(0);
  }
  const BEFORE =
    "main (app.py:1) 600\nmain (app.py:1);walk (app.py:3);walk (app.py:3);read (libc.so.6) 400\n";
  const AFTER = "main (app.py:1) 200\nmain (app.py:1);walk (app.py:3);read (libc.so.6) 400\n";

  it("answers for every sample, with one click and no other host", async () => {
    const { page, problems, close } = await open("profile.html");
    const buttons = page.locator(".sample-buttons button");
    expect(await buttons.count()).toBeGreaterThanOrEqual(8);
    for (const button of await buttons.all()) {
      const title = await button.textContent();
      await button.click();
      await page.locator(".profile-answer .place", { hasText: title! }).waitFor({ timeout: 20_000 });
      // A service that waits for others is the one program that does not compute most.
      const most = /OpenTelemetry/.test(title!) ? "IO and marshalling" : "model compute";
      expect(await headline(page).textContent(), title!).toMatch(new RegExp(` of the .* is ${most}\\.$`));
      // Drawn in the frames after the headline.
      await page.locator(".icicle [role=treeitem]").nth(3).waitFor();
      expect(await page.locator(".reader-failure").textContent(), title!).toBe("");
    }
    expect(await buttons.filter({ hasText: "PyTorch profiler trace" }).count()).toBe(1);
    expect(problems).toEqual([]);
    await close();
  });

  it("answers first, from a forecast, and says that it is one", async () => {
    const { page, problems, close } = await open("profile.html");
    await page.getByRole("button", { name: /speedscope/ }).click();
    const title = page.locator(".finding h3", { hasText: "Forecast:" });
    await title.waitFor();
    const verdict = page.locator(".profile-verdict");
    const action = verdict.locator("[aria-live] h2");
    await action.filter({ hasText: VERDICT }).waitFor();
    expect(await verdict.textContent()).toContain("every other is a forecast");
    expect(await verdict.textContent()).toMatch(/npx portolan decide --workload \S+speedscope\S+json$/m);
    const [first] = await page.locator("#requests").all();
    const before = await title.textContent();
    await first!.fill("100");
    expect(await title.textContent()).not.toBe(before);
    await expect.poll(() => verdict.textContent()).toContain("--requests 100");
    await first!.fill("none");
    expect(await page.locator("#requests-error").textContent()).toContain("“none” will not do");
    await page.locator("#reach").selectOption("browser");
    await expect.poll(() => action.textContent()).not.toMatch(/native/i);
    expect(problems).toEqual([]);
    await close();
  });

  it("keeps the last valid result when a file is damaged, and shows the terminal's message", async () => {
    const { page, close } = await open("profile.html");
    await page.getByRole("button", { name: /speedscope/ }).click();
    await headline(page).waitFor();
    const answer = await headline(page).textContent();
    await dropText(page, "broken.json", '{"traceEvents": "none"}');
    const failure = page.locator(".reader-failure");
    await failure.locator("pre").waitFor();
    expect(await failure.textContent()).toContain("broken.json");
    const report = page.locator(".profile-report");
    expect(await page.locator(".still-of").textContent()).toMatch(
      /^This is still the result of py-spy\.speedscope\.json; broken\.json could not be read: .*traceEvents/,
    );
    expect(await report.getAttribute("class")).toContain("greyed");
    await page.getByRole("button", { name: "Go on with py-spy.speedscope.json" }).click();
    expect(await report.getAttribute("class")).not.toContain("greyed");
    expect(await headline(page).textContent()).toBe(answer);
    await dropText(page, "notes.txt", "nothing to see here");
    await failure.getByText("This is no profile that Portolan knows").waitFor();
    expect(await failure.textContent()).toContain("py-spy record");
    // The profile that still stands answers to new rules as before.
    await page.locator("#own-rules").fill("rules:\n  - {id: all, bucket: io, name: '.', reason: a test}");
    await page.locator(".profile-buckets h2", { hasText: "IO and marshalling" }).waitFor();
    await close();
  });

  it("follows the reader's rules, and says what is wrong with them", async () => {
    const { page, problems, close } = await open("profile.html");
    await dropText(
      page,
      "own.txt",
      "main;strange_kernel 60\nmain;parse 30\nmain;a_name_that_is_long_enough_to_take_for_ever_to_match 10\n",
    );
    await page.locator(".unmatched").waitFor();
    await page.locator("#own-rules").fill("rules:\n  - {id: a, bucket: nowhere}");
    await page.locator(".rules-error", { hasText: "nowhere" }).waitFor();
    await page
      .locator("#own-rules")
      .fill("rules:\n  - {id: nested, bucket: io, name: '(\\w+)+!', reason: it takes for ever}");
    await page.locator(".rules-error", { hasText: 'rule "nested" was still matching' }).waitFor();
    expect(await page.locator(".unmatched").textContent()).toContain("strange_kernel");
    await page.locator("#own-rules").fill("");
    await page.locator(".rules-error", { hasText: /^$/ }).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Add a rule for strange_kernel" }).click();
    await page.waitForFunction(
      () => !document.querySelector(".unmatched tbody")?.textContent?.includes("strange_kernel"),
    );
    expect(await page.locator("#own-rules").inputValue()).toContain("strange_kernel");
    expect(problems).toEqual([]);
    await close();
  });

  it("compares two profiles that are dropped on the page's margin, and lets the reader choose among three", async () => {
    const { page, problems, close } = await open("profile.html");
    await dropTexts(
      page,
      [
        ["a.txt", BEFORE],
        ["b.txt", AFTER],
      ],
      "body",
    );
    const finding = page.locator(".profile-comparison h2").first();
    await finding.waitFor();
    expect(await finding.textContent()).toBe(
      "If both did the same work, B takes 40 % less time: 600 ms instead of 1.00 s. Most of that is interpreter glue: 200 ms instead of 600 ms, 67 % less.",
    );
    expect(await page.locator(".profile-comparison .icicle").count()).toBe(3);
    expect(await page.locator(".profile-verdict").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Swap A and B" }).click();
    await finding.filter({ hasText: "B takes 67 % more time" }).waitFor();
    await page.getByRole("button", { name: "A alone" }).click();
    await page.locator(".profile-answer .place", { hasText: /^b\.txt/ }).waitFor();
    expect(await page.locator(".profile-comparison").count()).toBe(0);
    expect(await page.locator(".profile-verdict").isVisible()).toBe(true);
    const three: [string, string][] = [
      ["a.txt", BEFORE],
      ["b.txt", AFTER],
      ["c.txt", BEFORE],
    ];
    await dropTexts(page, three, "h1");
    await finding.waitFor();
    expect(await page.locator(".pair-picker").textContent()).toContain("3 files were given");
    await page.locator(".pair-picker select").nth(1).selectOption({ label: "c.txt" });
    await finding.filter({ hasText: "spend their time alike" }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("keeps what was dropped for a reload, until it is cleared", async () => {
    const { page, problems, close } = await open("profile.html");
    const kept = page.locator(".kept-profile");
    await dropText(page, "own.txt", BEFORE);
    await kept.getByText("This browser keeps it for a reload").waitFor();
    // A sample is not the reader's: it replaces nothing.
    await page.getByRole("button", { name: /speedscope/ }).click();
    await kept.getByText("still keeps what you dropped before").waitFor();
    await page.reload();
    await page.locator(".profile-answer .place", { hasText: "own.txt" }).waitFor();
    expect(await kept.textContent()).toContain("Restored from this browser; nothing left it.");
    await kept.getByRole("button", { name: "Clear" }).click();
    await kept.getByText("Cleared").waitFor();
    expect(await page.locator(".profile-report").isVisible()).toBe(false);
    await page.reload();
    await page.locator(".drop-zone").waitFor();
    await page.getByRole("button", { name: /speedscope/ }).click();
    await headline(page).waitFor();
    expect(await kept.textContent()).not.toContain("keeps");
    expect(problems).toEqual([]);
    await close();
  });

  it("works in a browser that keeps nothing", async () => {
    const { page, close } = await open("profile.html");
    await page.evaluate(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("denied", "SecurityError");
      };
    });
    await dropText(page, "own.txt", BEFORE);
    await page.locator(".kept-profile", { hasText: "This browser keeps nothing for this page" }).waitFor();
    expect(await page.locator(".profile-answer .place").textContent()).toContain("own.txt");
    await close();
  });

  it("works from the keyboard alone", async () => {
    const { page, close } = await open("profile.html");
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      throw new Error(`no Tab leads to ${selector}`);
    };
    await tabTo(".drop-zone button");
    await tabTo(".sample-buttons button:nth-child(3)");
    await page.keyboard.press("Enter");
    await headline(page).waitFor();
    await tabTo(".icicle");
    const detail = page.locator(".icicle-detail");
    const whole = await detail.textContent();
    await page.keyboard.press("ArrowDown");
    const below = await detail.textContent();
    expect(below).not.toBe(whole);
    const active = () => page.locator(".icicle").getAttribute("aria-activedescendant");
    expect(await page.locator(`#${await active()}`).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Enter");
    expect(await page.locator(".icicle-trail button").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator(".icicle-trail button").count()).toBe(0);
    const isInIcicle = () => page.evaluate(() => document.activeElement?.matches(".icicle"));
    expect(await isInIcicle()).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("s");
    const sandwich = page.locator(".icicle-sandwich");
    const [callers, callees] = await sandwich.locator("h4").allTextContents();
    const middle = /^What leads to (.+)$/.exec(callers!)![1]!;
    expect(callees).toBe(`What ${middle} calls`);
    expect(await sandwich.locator(".icicle-detail").nth(1).textContent()).toMatch(/ in all, /);
    expect(await isInIcicle()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await sandwich.count()).toBe(0);
    // Back, with the same frame selected.
    await expect
      .poll(async () => (await page.locator(".icicle-detail").textContent())!.startsWith(middle))
      .toBe(true);
    await close();
  });

  it("finds frames, orders them by time and shows repeats, from the keyboard", async () => {
    const { page, problems, close } = await open("profile.html");
    await dropText(page, "own.txt", BEFORE);
    const found = page.locator(".icicle-found");
    await page.getByLabel("Find frames").fill("walk");
    await expect
      .poll(() => found.textContent())
      .toMatch(/^1 function in 1 frame matches: 400 ms, 40 % of the time/);
    expect(await page.locator(".icicle .found").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await found.textContent()).toContain("1 of 1: walk, 400 ms (40 %)");
    expect(await page.locator(".icicle .found text").textContent()).toBe("walk ×2");
    await page.getByLabel(/Fold repeats/).press("Space");
    await page.locator(".icicle .found").nth(1).waitFor();
    expect(await found.textContent()).toMatch(/^1 function in 2 frames matches: 400 ms, 40 %/);
    expect(await page.getByLabel(/Time order/).isDisabled()).toBe(true);
    await page.getByRole("button", { name: /V8/ }).click();
    await page.locator(".profile-answer .place", { hasText: "cpuprofile" }).waitFor();
    await page.getByLabel("Time order").press("Space");
    await page.locator(".icicle-reading", { hasText: "time runs from left to right" }).waitFor();
    expect(await page.locator(".icicle [role=treeitem]").count()).toBeGreaterThan(3);
    expect(problems).toEqual([]);
    await close();
  });

  it("can be stopped while it reads a large trace, and says what it does", async () => {
    const path = join(folder, "large.json");
    await writeLargeTrace(path, 8_000_000);
    const { page, problems, close } = await open("profile.html");
    await page.getByRole("button", { name: /speedscope/ }).click();
    await headline(page).waitFor();
    await page.evaluate(() => {
      const page = window as unknown as { said: string[] };
      page.said = [];
      // One of them may stand for a moment only.
      new MutationObserver(([change]) => page.said.push(change!.target.textContent!)).observe(
        document.querySelector(".reader-status")!,
        { childList: true, characterData: true, subtree: true },
      );
    });
    await page.locator("#profile-file").setInputFiles(path);
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await status(page).textContent()).toBe("large.json was cancelled.");
    expect(await page.locator(".profile-answer .place").textContent()).toContain("speedscope");
    await page.locator("#profile-file").setInputFiles(path);
    await page.locator(".profile-answer .place", { hasText: "large.json" }).waitFor({ timeout: 60_000 });
    expect(await headline(page).textContent()).toContain("model compute");
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said.some((text) => text.startsWith("Reading large.json: "))).toBe(true);
    expect(said.some((text) => text.startsWith("Attributing large.json ("))).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    ["profile.html", 390, true],
    ["profile.html", 390, false],
    [`recording/${recording.recordingId}.html`, 390, true],
  ] as const)("fits %s into %i px", async (path, width, dark) => {
    const { page, problems, close } = await open(path, { width, dark });
    if (path === "profile.html") {
      await page.getByRole("button", { name: /V8/ }).click();
      await headline(page).waitFor();
    }
    for (const details of await page.locator("main details").all()) {
      await details.evaluate((element) => element.setAttribute("open", ""));
    }
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("says what to run where nothing was measured, and attributes all the same", async () => {
    const { page, problems, close } = await open("profile.html", { summary: NO_RUN });
    await page.getByRole("button", { name: /ONNX Runtime/ }).click();
    await headline(page).waitFor();
    const main = await page.locator("main").textContent();
    expect(main).toContain(NO_RUN.command);
    expect(main).toContain("No verdict before anything was measured here.");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows a recorded pipeline, and links to it from the overview", async () => {
    const { page, problems, close } = await open("index.html");
    await page.locator(".recordings").getByRole("link", { name: recording.title }).click();
    await page.locator(".recording-page").waitFor();
    await page.locator("h1", { hasText: VERDICT }).waitFor();
    expect(await page.locator(".profile-buckets h2").textContent()).toBe(
      "50 % of the 1.00 s is interpreter glue.",
    );
    const underLoad = page.getByRole("link", { name: "What a month costs" });
    const { searchParams } = new URL((await underLoad.getAttribute("href"))!, page.url());
    expect(searchParams.get("workload")).toBe(recording.recordingId);
    const main = await page.locator("main").textContent();
    const facts = ["550, one each 2.0 ms", "the busiest thread"];
    for (const shown of ["python pipeline.py", "py-spy 0.4.3", "256 MiB", ...facts, "Forecast:"]) {
      expect(main).toContain(shown);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
