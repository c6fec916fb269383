import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtSite, hasBrowser, overflow } from "../fixtures/site.ts";

/** The engine is compiled anew in each page. */
const STARTS = { timeout: 60_000 };

describe.skipIf(!hasBrowser)("the SQL page", () => {
  const site = builtSite();

  it("answers a question with a sentence, a chart, a table and files, from the store alone", async () => {
    const { page, problems, close } = await site.open("data");
    await page.getByRole("button", { name: "What is fastest?" }).click();
    await page.locator(".sql-said").waitFor(STARTS);
    expect(await page.locator(".sql-said").textContent()).toMatch(/^The fastest by workload: embed-text: /);
    expect(await page.locator(".quick-chart svg circle").count()).toBeGreaterThan(1);
    expect(await page.locator(".sql-result tbody tr").count()).toBeGreaterThan(3);
    expect(page.url()).toContain("#sql=");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download as Parquet" }).click();
    const file = readFileSync(await (await saved).path());
    expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
    expect(problems).toEqual([]);
    await close();
  });

  it("asks what its address holds at once, by keys again, and says where a query is wrong", async () => {
    const { page, problems, close } = await site.open(
      `data#sql=${encodeURIComponent("select count(*) as n from runs where run_id = $run")}`,
    );
    await page.locator(".sql-result td").filter({ hasText: /^1$/ }).waitFor(STARTS);
    const field = page.locator("#sql");
    await field.fill("select *\nfrom nowhere");
    await field.press("Control+Enter");
    const failure = page.locator(".sql-failure");
    await failure.waitFor();
    expect(await failure.innerText()).toMatch(/nowhere does not exist/);
    await failure.getByRole("button", { name: "Line 2, column 6" }).click();
    const chosen = await field.evaluate((one: HTMLTextAreaElement) =>
      one.value.slice(one.selectionStart, one.selectionEnd),
    );
    expect(chosen).toBe("nowhere");
    expect(problems).toEqual([]);
    await close();
  });

  it("puts a column's name into the query, by the keyboard, on a narrow screen too", async () => {
    const { page, problems, close } = await site.open("data", { width: 400 });
    await page.locator("#sql").fill("select");
    await page.locator(".schema summary").first().press("Enter");
    await page.locator(".schema details").first().getByRole("button", { name: "run_id" }).press("Enter");
    expect(await page.locator("#sql").inputValue()).toBe("select run_id");
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("reaches for nothing outside of the page", async () => {
    const { page, close } = await site.open(
      `data#sql=${encodeURIComponent("select * from read_csv('https://127.0.0.1:9/a.csv')")}`,
    );
    await page.locator(".sql-failure").waitFor(STARTS);
    expect(await page.locator(".sql-failure").innerText()).toMatch(/disabled|not (?:permitted|allowed)/i);
    await close();
  });
});

describe.skipIf(!hasBrowser)("the documentation in the report", () => {
  const site = builtSite();

  it("is in the navigation, folded, and reads without scripts", async () => {
    const { page, problems, close } = await site.open("docs/tutorial");
    const link = page.locator('#observablehq-sidebar a[href$="limits.html"]');
    expect(await link.count()).toBe(1);
    expect(await page.locator("main h1").textContent()).toContain("signed decision");
    expect(await page.locator("main pre code").count()).toBeGreaterThan(5);
    expect(await page.locator('main a[href$="scenarios.html"]').count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await close();
  });

  it.each(["docs/prices", "docs/method", "docs/pages"])("fits /%s into 400 px", async (path) => {
    const { page, problems, close } = await site.open(path, { width: 400, dark: true });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await close();
  });
});
