import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { parseRange } from "../../src/model/scenario/range.ts";
import { summarise } from "../../src/model/summarise.ts";
import { around, endRow, header, processRows, target } from "../fixtures/run.ts";
import { builtSite, hasBrowser, NO_RUN, type Opened, recording } from "../fixtures/site.ts";

/** Two workloads on three targets, with known times: what the page makes of them is under test, not measuring. */
const TIMES = { python: 50, native: 8, wasm: 30 } as const;
const ANYWHERE = ["browser", "edge", "server"] as const;
const HEAD = header({
  targets: [
    target("python", "stay"),
    target("native", "native"),
    { ...target("wasm"), reach: [...ANYWHERE] },
  ],
  workloads: ["classify-image", "score-telemetry"].map((id) => ({
    ...header().workloads[0]!,
    id,
    title: id,
  })),
});
const ROWS = [
  ...HEAD.workloads.flatMap(({ id: workload }) =>
    [0, 1, 2].flatMap((replicate) =>
      Object.entries(TIMES).flatMap(([name, ms]) =>
        processRows({ workload, target: name, replicate, wallMs: around(ms, replicate), outcome: {} }),
      ),
    ),
  ),
  endRow(),
];
const SUMMARY = summarise(runOfRows(HEAD, ROWS));

/** For what a worker answers. */
const PATIENTLY = { timeout: 20_000 };

/** All analyses of the scenario in the form are known, and drawn where they are seen. */
async function settled(page: Page): Promise<void> {
  // A change is marked as stale in the frame after it.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  await page.waitForFunction(
    () =>
      document.querySelector(".what-if:not([aria-busy])") !== null &&
      [...document.querySelectorAll<HTMLDetailsElement>(".what-if-section")].every(
        (section) => !section.open || section.querySelector(".stale") === null,
      ),
    null,
    { timeout: 60_000 },
  );
}

/** Opens sections as a reader does; their contents are drawn then. */
async function unfold(page: Page, ...sections: string[]): Promise<void> {
  for (const id of sections) {
    const section = page.locator(`#section-${id}`);
    if ((await section.getAttribute("open")) === null) await section.locator("> summary").click();
    await section.locator(".section-content > *").first().waitFor();
  }
}

/** A figure of either row: 0 is staying, 1 the best course. */
const figures = (page: Page, row: 0 | 1) => page.locator(".answer-row").nth(row).locator("dd strong");

const headline = (page: Page) => page.locator(".what-if-answer h1").textContent();
const standIns = (page: Page) => page.locator(".what-if-answer .stand-ins").textContent();
const copied = (page: Page) => page.evaluate<string>("navigator.clipboard.readText()");
const said = (page: Page) => page.locator(".toolbar-message").textContent();
const search = (page: Page) => new URL(page.url()).searchParams;

describe.skipIf(!hasBrowser)("the What-if page", () => {
  const site = builtSite();

  /** Opens the page of the run above with this scenario in the address. */
  async function open(
    address = "",
    options: { width?: number; height?: number; dark?: boolean; awaited?: "analyses" | "answer" } = {},
  ): Promise<Opened> {
    const opened = await site.open(`what-if.html${address}`, { ...options, summary: SUMMARY });
    await opened.page.locator(".what-if-answer h1").waitFor();
    // The analyses wait for a hand.
    await opened.page.mouse.move(1, 1);
    if (options.awaited === "analyses") await settled(opened.page);
    return opened;
  }

  it("is whole without its analyses, whose workers wait for a hand", async () => {
    const { page, problems, close } = await site.open("what-if.html");
    expect((await page.locator("#section-curve .section-finding").textContent())!.length).toBeGreaterThan(10);
    expect(page.workers()).toEqual([]);
    await page.mouse.move(1, 1);
    await settled(page);
    expect(page.workers()).toHaveLength(2);
    expect(problems).toEqual([]);
    await close();
  });

  describe("as it opens", () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open("", { awaited: "analyses" });
    });
    afterAll(() => opened?.close());

    it("answers at once, without SQL, YAML or another host", async () => {
      const { page, problems, fetched } = opened;
      expect(await headline(page)).toMatch(/^(Stay with|Port to|Measure before you choose between )/);
      expect(await page.locator("[data-section=options] tbody tr").count()).toBeGreaterThanOrEqual(2);
      expect(fetched.filter((path) => /duckdb|yaml|zod/i.test(path))).toEqual([]);
      expect(problems).toEqual([]);
    });

    it("shows all columns of the options, and says once what is true of many", async () => {
      const frame = opened.page.locator("[data-section=options] .table-frame");
      const { columns, hidden } = (await frame.evaluate((element) => ({
        columns: element.querySelectorAll("thead th").length,
        hidden: element.scrollWidth - element.clientWidth,
      }))) as { columns: number; hidden: number };
      expect(columns).toBe(8);
      expect(hidden).toBeLessThanOrEqual(0);
      const notes = await opened.page.locator(".option-notes li").allTextContents();
      expect(new Set(notes).size).toBe(notes.length);
    });

    it("says in each folded section what it found, and draws it once it is opened", async () => {
      const { page } = opened;
      const sections = page.locator(".what-if-section:not([hidden])");
      for (const section of await sections.all())
        expect((await section.locator(".section-finding").textContent())!.length).toBeGreaterThan(10);
      const bill = page.locator("#section-bill");
      expect(await bill.getAttribute("open")).toBeNull();
      await unfold(page, "bill");
      expect(await bill.locator("figure h3").textContent()).toBe(
        await bill.locator(".section-finding").textContent(),
      );
      // As long as the window is open, it stays so.
      const kept = await page.evaluate("sessionStorage.getItem('portolan.what-if.sections')");
      expect(JSON.parse(kept as string)).toMatchObject({ bill: true });
    });

    it("says of the inputs that turn the choice what their list says", async () => {
      const { page } = opened;
      const finding = (id: string) => page.locator(`#section-${id} .section-finding`).textContent();
      const listed = await page.locator("[data-section=flips] ol.flips").first().locator("li").count();
      const [turns] = /(no|one|two|three|four|five|six|seven|eight|nine|ten|\d+) inputs?/i.exec(
        (await finding("flips"))!,
      )!;
      expect((await finding("tornado"))!.toLowerCase()).toContain(turns.toLowerCase());
      expect(/^no /i.test(turns)).toBe(listed === 0);
    });

    it("gives every chart a finding, a text alternative, a caption and a table", async () => {
      await unfold(opened.page, "curve", "bill", "pareto", "tornado", "capacity", "cold");
      const figures = opened.page.locator(".what-if-results figure.finding");
      expect(await figures.count()).toBeGreaterThanOrEqual(6);
      for (const figure of await figures.all()) {
        expect((await figure.locator("h3").textContent())?.length).toBeGreaterThan(10);
        expect(await figure.locator("[role=img][aria-labelledby][aria-describedby] svg").count()).toBe(1);
        expect(await figure.locator("figcaption").count()).toBe(1);
        expect(await figure.locator("details table caption").count()).toBeGreaterThan(0);
      }
    });

    it("labels every control, and announces the answer politely", async () => {
      const { page } = opened;
      const unnamed =
        await page.evaluate(`[...document.querySelectorAll(".what-if :is(input, select, textarea):not([aria-hidden])")]
        .filter((control) => !control.labels?.length && !control.getAttribute("aria-label"))
        .map((control) => control.outerHTML)`);
      expect(unnamed).toEqual([]);
      const live = page.locator(".what-if :is([role=status], [role=alert], [aria-live])");
      expect(await live.count()).toBe(1);
      await expect.poll(() => live.textContent()).toContain((await headline(page))!);
    });

    it("leads from the skip link to exports, options and inputs in a few tabs", async () => {
      const { page } = opened;
      await page.locator("a.skip").focus();
      await page.keyboard.press("Enter");
      const reached: string[] = [];
      for (let tab = 0; tab < 6; tab++) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate<string>("document.activeElement.textContent"));
      }
      expect(reached).toContain("Options");
      expect(reached).toContain("Decision record");
      await page.getByRole("link", { name: "Options", exact: true }).focus();
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.closest('details').id")).toBe("section-options");
    });

    it("counts a bill’s gigabytes in GB", async () => {
      const bills = await opened.page.locator(".bills").textContent();
      expect(bills).toMatch(/[\d.]+ GB\b/);
      expect(bills).not.toMatch(/\bGBs\b/);
    });

    it.each([
      [390, "dark"],
      [768, "light"],
      [1600, "dark"],
    ] as const)("fits into %d px (%s)", async (width, colorScheme) => {
      const { page, problems } = opened;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      await expect.poll(() => page.evaluate(overflow)).toBeLessThanOrEqual(0);
      // The charts are drawn anew for their frames.
      const tooWide = `[...document.querySelectorAll(".chart-frame")]
        .filter((frame) => frame.scrollWidth > frame.clientWidth).length`;
      await expect.poll(() => page.evaluate(tooWide)).toBe(0);
      expect(problems).toEqual([]);
    });

    it("prints every section whole, and without anything that sticks", async () => {
      const { page } = opened;
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      const folded = page.locator(".what-if-section:not([hidden]):not([open])");
      expect(await folded.count()).toBe(0);
      const empty = page.locator(".what-if-section:not([hidden]) .section-content:empty");
      expect(await empty.count()).toBe(0);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      await expect.poll(() => folded.count()).toBeGreaterThan(0);
      await page.emulateMedia({ media: "print" });
      const stuck = await page.evaluate(`[...document.querySelectorAll(".what-if *")]
        .filter((element) => ["sticky", "fixed"].includes(getComputedStyle(element).position))
        .map((element) => element.className)`);
      expect(stuck).toEqual([]);
    });
  });

  it("is used by keyboard alone: the slider moves the answer, the address follows", async () => {
    const { page, problems, close } = await open();
    const bill = figures(page, 0).nth(1);
    const first = await bill.textContent();
    await page.locator("#requestsPerMonth").focus();
    await page.keyboard.press("Shift+Tab");
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
    // Between the text and the label there is only the slider.
    expect(await focused()).toBe("Requests: centre");
    await page.keyboard.press("PageUp");
    await settled(page);
    expect(await bill.textContent()).not.toBe(first);
    await expect.poll(() => search(page).has("requestsPerMonth")).toBe(true);
    const range = parseRange(search(page).get("requestsPerMonth")!);
    if (range.kind !== "triangle") throw new Error(`expected a triangle, got ${range.kind}`);
    expect(range.mode).toBeGreaterThan(3e6);
    // The width of the range moves with its centre.
    expect(range.max / range.min).toBeCloseTo(3, 1);
    expect(problems).toEqual([]);
    await close();
  });

  it("marks what will not do, and lets its last valid value stand", async () => {
    const { page, close } = await open(`?p99SloMs=400`);
    const answer = await headline(page);
    await page.locator("#p99SloMs").fill("soon");
    expect(await page.locator("#p99SloMs").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#p99SloMs-error").textContent()).toContain("“soon” will not do");
    await expect.poll(() => standIns(page)).toContain("the answer goes by p99 at most 400");
    expect(await headline(page)).toBe(answer);
    expect(search(page).get("p99SloMs")).toBe("400");
    // One wrong field keeps no other from moving the answer.
    await page.locator("#title").fill("Moved");
    await expect.poll(() => page.locator(".what-if-answer .place").textContent()).toContain("Moved");
    await page.locator("#p99SloMs").fill("300");
    await expect.poll(() => search(page).get("p99SloMs")).toBe("300");
    expect(search(page).get("title")).toBe("Moved");
    expect(await standIns(page)).toBe("");
    await close();
  });

  it("understands a number however it is written", async () => {
    const { page, close } = await open();
    for (const [typed, requests] of [
      ["3,000,000", 3e6],
      ["5M", 5e6],
      ["3 000 000", 3e6],
      ["2.5k", 2500],
      ["1e6", 1e6],
    ] as const) {
      await page.locator("#requestsPerMonth").fill(typed);
      await expect
        .poll(() => parseRange(search(page).get("requestsPerMonth") ?? "0"), PATIENTLY)
        .toEqual({ kind: "value", value: requests });
      expect(await page.locator("#requestsPerMonth-error").textContent()).toBe("");
    }
    await close();
  });

  it("names a wrong value that a link carries, and answers with the rest of the link", async () => {
    const link = `?title=Checkout&requestsPerMonth=1.2B&p99SloMs=50&platforms=mainframe`;
    const { page, close } = await open(link);
    expect(await page.locator("#requestsPerMonth-error").textContent()).toContain("“1.2B” will not do");
    expect(await page.locator("#platforms-error").textContent()).toContain("mainframe");
    await expect
      .poll(() => standIns(page))
      .toContain("Requests “1.2B” and Platforms “mainframe” will not do.");
    expect(await standIns(page)).toContain("Requests 2M..3M..6M");
    expect(await page.locator(".what-if-answer .place").textContent()).toContain("Checkout");
    // What is right in the link counts: its p99 limit excludes, or is kept.
    await settled(page);
    await unfold(page, "assumptions");
    await expect
      .poll(() => page.locator("[data-section=assumptions]").textContent(), PATIENTLY)
      .toContain("50 ms");

    await page.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => said(page)).toContain("in place of what will not do");
    expect(await said(page)).not.toContain("whole");
    expect(Object.fromEntries(new URL(await copied(page)).searchParams)).toEqual({
      title: "Checkout",
      p99SloMs: "50",
    });
    await page.waitForTimeout(400); // longer than an address waits to be written
    expect(page.url()).toBe(`${site.url}what-if.html${link}`);
    await page.reload({ waitUntil: "networkidle" });
    await expect.poll(() => page.locator("#requestsPerMonth").inputValue(), PATIENTLY).toBe("1.2B");
    await close();
  });

  it("copies a link of what is on the page, however fast the hand is", async () => {
    const { page, close } = await open();
    await page.evaluate(`(() => {
      const title = document.querySelector("#title");
      title.value = "Fast";
      title.dispatchEvent(new Event("input", { bubbles: true }));
      [...document.querySelectorAll("button")].find((button) => button.textContent === "Copy link").click();
    })()`);
    await expect.poll(() => said(page)).toContain("it carries the whole scenario");
    expect(new URL(await copied(page)).searchParams.get("title")).toBe("Fast");
    expect(search(page).get("title")).toBe("Fast");
    await close();
  });

  it("reports keys that no field has, and leaves the link alone", async () => {
    const link = `?requestPerMonth=5&foo=bar&p99SloMs=300`;
    const { page, close } = await open(link);
    expect(await said(page)).toContain("“requestPerMonth” (did you mean requestsPerMonth?) and “foo”");
    await page.waitForTimeout(400);
    expect(page.url()).toBe(`${site.url}what-if.html${link}`);
    await close();
  });

  it("keeps a scenario that it cannot compare, and says why", async () => {
    const hash = new URLSearchParams([
      ["compare", "title=Broken&requestsPerMonth=9X"],
      ["compare", "title=Good"],
    ]);
    const { page, close } = await open(`#${hash}`);
    const heads = page.locator(".comparison thead th");
    await settled(page);
    await unfold(page, "comparison");
    await expect.poll(() => heads.count(), PATIENTLY).toBe(2);
    expect(await page.locator(".comparison .left-out").textContent()).toMatch(
      /Broken: Requests: “9X” will not do/,
    );
    await page.getByRole("button", { name: "Set this scenario aside" }).click();
    await expect.poll(() => heads.count(), PATIENTLY).toBe(3);
    const kept = () => new URLSearchParams(new URL(page.url()).hash.slice(1)).getAll("compare");
    expect(kept().map((query) => new URLSearchParams(query).get("title"))).toEqual(["Broken", "Good", null]);
    await page.getByRole("button", { name: "Remove Good" }).click();
    await expect.poll(() => heads.count(), PATIENTLY).toBe(2);
    expect(kept()[0]).toContain("requestsPerMonth=9X");
    // It can be opened to be put right.
    await page.getByRole("button", { name: "Open Broken" }).click();
    expect(await page.locator("#requestsPerMonth").inputValue()).toBe("9X");
    await close();
  });

  it("gives a range back whole after its slider was at an end", async () => {
    const { page, close } = await open(`?hourUsd=70..100..150`);
    const after = (await page.evaluate(`(() => {
      const text = document.querySelector("#hourUsd");
      const slider = text.closest(".field").querySelector("input.slider");
      const from = slider.value;
      const seen = [];
      for (const at of [slider.min, from, slider.max, from]) {
        slider.value = at;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        seen.push(text.value);
      }
      return seen;
    })()`)) as string[];
    expect([after[1], after[3]]).toEqual(["70..100..150", "70..100..150"]);
    await close();
  });

  it.each([
    [390, 844],
    [640, 450],
  ])("keeps the answer in sight at %d × %d px, clear of what has the focus", async (width, height) => {
    const { page, close } = await open("", { width, height });
    const bar = page.locator(".answer-bar");
    expect(await bar.isVisible()).toBe(false);
    const line = page.locator(".answer-bar p");
    // Where the form stands above what it moves, most of its groups are folded.
    await page.locator("#p99SloMs").evaluate((field) => {
      for (let at = field.parentElement; at !== null; at = at.parentElement)
        if (at instanceof HTMLDetailsElement) at.open = true;
    });
    for (const id of ["keepAliveMinutes", "p99SloMs", "oncePerCallPercent"]) {
      await page.evaluate("scrollTo(0, document.body.scrollHeight)");
      await page.locator(`#${id}`).focus();
      await expect.poll(() => line.isVisible()).toBe(true);
      const [above, field] = await Promise.all([line.boundingBox(), page.locator(`#${id}`).boundingBox()]);
      expect(field!.y, id).toBeGreaterThanOrEqual(above!.y + above!.height);
      expect(field!.y + field!.height, id).toBeLessThanOrEqual(height);
    }
    expect(await line.textContent()).toContain((await headline(page))!.replace(/\.$/, ""));
    expect(await line.textContent()).toMatch(/ · \$[\d.,]+ a month · p99 /);
    await page.emulateMedia({ media: "print" });
    expect(await line.isVisible()).toBe(false);
    await close();
  });

  it("is linked from a workload’s page with the reader’s limits", async () => {
    const address = "workload/classify-image.html?p99SloMs=120&memoryLimitMb=4096&coldSloMs=9000";
    const { page, problems, close } = await site.open(address, { summary: SUMMARY });
    const remark = page.locator(".remark", { hasText: "under load" });
    expect(await remark.textContent()).toContain("What would change this");
    const limits = { p99SloMs: "120", memoryLimitMb: "4096", coldSloMs: "9000" };
    const carried = async (selector: string) => {
      const href = await page.locator(selector).first().getAttribute("href");
      return Object.fromEntries(new URL(href!, page.url()).searchParams);
    };
    expect(await carried(".remark a[href*=what-if]")).toMatchObject(limits);
    expect(await carried("#observablehq-sidebar a[href*=what-if]")).toMatchObject(limits);
    expect(problems).toEqual([]);
    await close();
  });

  it("opens from its own link as it was, scenarios set aside included", async () => {
    const { page, close } = await open(`?title=One&requestsPerMonth=5000000&workload=score-telemetry`);
    await settled(page);
    await unfold(page, "comparison");
    await page.getByRole("button", { name: "Set this scenario aside" }).click();
    await page.locator("#title").fill("Two");
    await page.locator("#arrivals").selectOption("bursty");
    await settled(page);
    await expect.poll(() => search(page).get("arrivals")).toBe("bursty");
    const { search: query, hash } = new URL(page.url());
    const again = await open(query + hash);
    expect(await again.page.locator("#title").inputValue()).toBe("Two");
    expect(await again.page.locator("#arrivals").inputValue()).toBe("bursty");
    await settled(again.page);
    await unfold(again.page, "comparison");
    const heads = again.page.locator(".comparison thead th");
    await expect.poll(() => heads.count()).toBe(2);
    expect(await heads.nth(1).textContent()).toContain("One");
    expect(again.problems).toEqual([]);
    await again.close();
    await close();
  });

  it("decides about a recording: today as it was profiled, every port a forecast", async () => {
    const { page, problems, close } = await open("?p99SloMs=5000");
    const label = "pipeline.py (recorded; its ports are forecasts)";
    await page.locator("#workload").selectOption({ label });
    await settled(page);
    expect(search(page).get("workload")).toBe(recording.recordingId);
    expect(await page.locator(".what-if-answer .place").textContent()).toBe(`What-if: ${label}`);
    expect(await headline(page)).toMatch(/^(Stay with|Port to|Measure before you choose between )/);
    const options = page.locator("[data-section=options] tbody th");
    expect(await options.filter({ hasText: "runs today; as profiled" }).count()).toBe(1);
    expect(await options.filter({ hasText: "forecast, not measured" }).count()).toBeGreaterThan(0);
    // No tail of it was seen.
    expect(await page.locator(".answer-facts strong.modelled").first().textContent()).toMatch(/^≈ /);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Decision record" }).click(),
    ]);
    const record = readFileSync(await file.path()).toString();
    expect(record).toContain(`--workload ${recording.recordingId} --run ${HEAD.runId} --adr`);
    expect(record).toContain("what the ports would take from run");
    expect(problems).toEqual([]);
    await close();
  });

  it("starts from a preset and goes back to the defaults", async () => {
    const { page, close } = await open();
    await page.getByLabel("Start from a preset").selectOption("browser-privacy");
    await settled(page);
    expect(await page.locator("#dataStaysOnDevice").inputValue()).toBe("yes");
    await unfold(page, "excluded");
    expect(await page.locator("[data-section=excluded] tbody").textContent()).toContain("data on the device");
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => [...search(page).keys()]).toEqual([]);
    await close();
  });

  it("writes the decision record, Markdown, CSV, JSON and YAML", async () => {
    const { page, problems, close } = await open(`?title=My+API`);
    const save = async (act: () => Promise<unknown>) => {
      const [file] = await Promise.all([page.waitForEvent("download"), act()]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    const press = (name: string) => () => page.getByRole("button", { name, exact: true }).click();
    const record = await save(press("Decision record"));
    expect(record.name).toBe("my-api.adr.md");
    expect(record.bytes.toString()).toMatch(
      /^---\nstatus: proposed\ndate: \d{4}-\d\d-\d\d[\s\S]*## Decision Outcome/,
    );
    expect((await save(press("Markdown"))).bytes.toString()).toMatch(/^# My API/);
    expect((await save(press("CSV"))).bytes.toString()).toMatch(/^rank,option,/);
    expect(JSON.parse((await save(press("JSON"))).bytes.toString())).toMatchObject({ portolanDecision: 1 });
    const yaml = await save(press("YAML"));
    expect(yaml.bytes.toString()).toContain("title: My API");

    await page.getByRole("button", { name: "Reset" }).click();
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "back.yaml", mimeType: "text/yaml", buffer: yaml.bytes });
    await expect.poll(() => page.locator("#title").inputValue()).toBe("My API");
    expect(problems).toEqual([]);
    await close();
  });

  it("follows a slider that is dragged, with an answer in nearly every frame", async () => {
    const { page, close } = await open();
    const { answers, frames } = (await page.evaluate(`(async () => {
      const slider = document.querySelector("input.slider");
      const bill = document.querySelectorAll(".answer-row dd strong")[1];
      let [answers, frames] = [0, 0];
      new MutationObserver(() => answers++).observe(bill, { childList: true });
      // A busy machine draws few frames: as many as can be counted, however long that takes.
      while (frames < 40) {
        slider.value = String(300 + ((frames * 37) % 500));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
        frames++;
      }
      return { answers, frames };
    })()`)) as { answers: number; frames: number };
    expect(answers / frames).toBeGreaterThan(0.8);
    await close();
  });
});

describe.skipIf(!hasBrowser)("the What-if page without a run", () => {
  const site = builtSite();

  it("gives the command that makes one", async () => {
    const { page, problems, close } = await site.open("what-if.html", { summary: NO_RUN });
    expect(await page.locator("main").textContent()).toContain(NO_RUN.command);
    expect(problems).toEqual([]);
    await close();
  });
});
