import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, type Opened } from "../fixtures/site.ts";

const PAGE = `workload/${WORKLOADS[0]}.html`;

async function taken(page: Page, figure: Locator, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    figure.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** By keyboard. */
async function unfold(figure: Locator): Promise<void> {
  await figure.locator(".take-along > summary").focus();
  await figure.page().keyboard.press("Enter");
  await figure.getByRole("button", { name: "SVG" }).waitFor();
}

describe.skipIf(!hasBrowser)("a figure to take along", () => {
  const site = builtSite();
  let opened: Opened;
  let figure: Locator;
  beforeAll(async () => {
    opened = await site.open(PAGE, { dark: true });
    figure = opened.page.locator("#figure-buckets");
  });
  afterAll(() => opened?.close());

  it("has a name, a description and its source, and fetches nothing for its files before they are asked for", async () => {
    const { page, fetched } = opened;
    const chart = figure.getByRole("img", { name: (await figure.locator("h3").textContent())! });
    expect(await chart.count()).toBe(1);
    const description = await chart.getAttribute("aria-describedby");
    expect((await page.locator(`[id="${description}"]`).textContent())!.length).toBeGreaterThan(40);
    expect(await figure.locator(".subtitle").textContent()).toContain("in milliseconds");
    expect(await figure.locator(".figure-source").textContent()).toMatch(
      /^Run \d{8}T\d{6}Z-.* on .+ cores?\./,
    );
    const before = fetched.length;
    await unfold(figure);
    expect(fetched.slice(before).filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
  });

  it("gives its table as CSV, and says in the metadata what that is", async () => {
    const csv = await taken(opened.page, figure, "CSV");
    expect(csv.name).toBe(`${WORKLOADS[0]}-buckets.csv`);
    const [head, ...rows] = csv.bytes.toString().trim().split("\n");
    expect(head).toMatch(/^Target,Median \((?:µs|ms|s)\),/);
    expect(rows).toHaveLength(await figure.locator("tbody tr").count());
    const metadata = JSON.parse((await taken(opened.page, figure, "Metadata (JSON)")).bytes.toString());
    expect(metadata.chart.address).toBe(`${site.url}${PAGE}#figure-buckets`);
    expect(metadata.tables[0].rows).toBe(rows.length);
    expect(metadata.source.runId).toMatch(/^\d{8}T/);
  });

  it("gives a drawing that needs nothing else, light from a dark page, and the same as a picture", async () => {
    const { page } = opened;
    const text = (await taken(page, figure, "SVG")).bytes.toString();
    expect(text).not.toMatch(/var\(|currentColor|<style|(?:href|src)="(?!#|data:)|url\((?!["']?#)/);
    const { title, texts, ground, marks } = await page.evaluate((svg) => {
      const { documentElement: root } = new DOMParser().parseFromString(svg, "image/svg+xml");
      const fills = [...root.querySelectorAll("[fill]")].map((one) => one.getAttribute("fill"));
      return {
        title: root.querySelector("title")!.textContent,
        texts: [...root.querySelectorAll("text")].map(({ textContent }) => textContent).join(" "),
        ground: root.querySelector("rect")!.getAttribute("fill"),
        marks: new Set(fills).size,
      };
    }, text);
    expect(title).toBe(await figure.locator("h3").textContent());
    expect(texts).toContain("in milliseconds");
    expect(texts).toContain("Run 2");
    expect(ground).toBe("rgb(253, 252, 249)");
    expect(marks).toBeGreaterThan(4);

    const png = (await taken(page, figure, "PNG")).bytes;
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const [, width] = text.match(/^<svg [^>]*?width="(\d+)"/)!;
    expect(png.readUInt32BE(16)).toBe(2 * Number(width));
    expect(png.length).toBeGreaterThan(10_000);
  });

  it("leads to the query behind it", async () => {
    const link = await figure.getByRole("link", { name: "SQL page" }).getAttribute("href");
    const address = new URL(link!);
    expect(address.pathname).toBe("/data.html");
    const query = new URLSearchParams(address.hash.slice(1)).get("sql");
    expect(query).toBe(await figure.locator("pre").last().textContent());
    expect(opened.problems).toEqual([]);
  });

  it("is found by its link, and alone by its iframe", async () => {
    const { page, close } = await site.open(`${PAGE}#figure-memory`);
    const memory = page.locator("#figure-memory");
    await expect.poll(async () => (await memory.boundingBox())!.y).toBeLessThan(300);
    expect(await page.evaluate("scrollY")).toBeGreaterThan(500);

    await unfold(memory);
    await memory.getByRole("button", { name: "Copy iframe" }).click();
    await expect.poll(() => memory.getByRole("status").textContent()).toContain("copied");
    const snippet = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(snippet).toContain(`${PAGE}#figure=memory"`);
    const elsewhere = await site.browser.newPage();
    const body = `<!doctype html><title>Wiki</title><h1>Another page</h1>${snippet}`;
    await elsewhere.route("**/wiki.html", (route) => route.fulfill({ contentType: "text/html", body }));
    await elsewhere.goto(new URL("wiki.html", site.url).href);
    const frame = elsewhere.frameLocator("iframe");
    await frame.locator("#figure-memory svg").waitFor();
    for (const [part, isSeen] of [
      ["#figure-memory h3", true],
      ["#figure-memory svg", true],
      ["#figure-latency h3", false],
      ["main h1", false],
      ["#observablehq-header", false],
      ["#observablehq-sidebar", false],
    ] as const)
      expect([part, await frame.locator(part).first().isVisible()]).toEqual([part, isSeen]);
    await elsewhere.close();
    await close();
  });

  it("says so where the page has none of that name", async () => {
    const { page, close } = await site.open(`${PAGE}#figure=nothing`);
    const said = await page.evaluate(() => getComputedStyle(document.body, "::after").content);
    expect(said).toContain("no figure “nothing”");
    await page.goto(new URL(`${PAGE}#figure=memory`, site.url).href);
    expect(await page.evaluate(() => getComputedStyle(document.body, "::after").content)).toBe("none");
    await close();
  });
});
