import { describe, expect, it } from "vitest";
import { builtSite, hasBrowser } from "../fixtures/site.ts";

describe.skipIf(!hasBrowser)("a reader", () => {
  const site = builtSite();

  it("is told on the overview's first screen whose workloads these are, and where his own goes", async () => {
    const { page, close } = await site.open("");
    const told = page.locator(".own-program");
    expect(await told.innerText()).toContain("stand-ins that come with Portolan");
    expect(await told.locator("a.carries-query").getAttribute("href")).toContain("profile.html");
    const box = (await told.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(900);
    await close();
  });

  it("sees what a term means on hover and focus, and is rid of it by Escape", async () => {
    const { page, problems, close } = await site.open("");
    const term = page.locator('main a[href="#term-glue"]').first();
    const tip = page.locator("#term-tip");
    await term.hover();
    await tip.waitFor();
    expect(await tip.innerText()).toContain("code around the model");
    await tip.hover();
    await page.waitForTimeout(400);
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await tip.isVisible()).toBe(false);
    await page.mouse.move(0, 0);
    await page.keyboard.press("Tab");
    await term.focus();
    await tip.waitFor();
    expect(await term.getAttribute("aria-describedby")).toBe("term-tip");
    await page.locator("#pages-button").focus();
    await tip.waitFor({ state: "hidden" });
    // As a finger does.
    await term.click();
    await tip.waitFor();
    expect(new URL(page.url()).hash).toBe("");
    expect(problems).toEqual([]);
    await close();
  });

  it("opens the list of pages in a narrow window by keyboard, follows it, and does not find it open again", async () => {
    const { page, close } = await site.open("", { width: 400 });
    const button = page.getByRole("button", { name: "Pages" });
    const list = page.getByRole("navigation", { name: "Pages" });
    expect(await list.isVisible()).toBe(false);
    await button.press("Enter");
    await list.waitFor();
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Overview");
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("pages-button");
    await button.press("Enter");
    await list.getByRole("link", { name: "Method" }).click();
    await page.waitForURL(/method/);
    await page.locator("main h1").waitFor();
    expect(await list.isVisible()).toBe(false);
    await close();
  });

  it("goes from page to page in the order of the list, which is the report's argument", async () => {
    const { page, close } = await site.open("");
    const list = page.getByRole("navigation", { name: "Pages" });
    const order = await list
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname));
    expect(await list.locator(".pages-section").allInnerTexts()).toEqual([
      "Your pages",
      "Where the time goes",
      "What each course does to it",
      "What it costs, and what would change our mind",
      "How we know",
    ]);
    expect(await page.getByRole("navigation").count()).toBe(2);
    const next = page.getByRole("navigation", { name: "Next and previous page" }).getByRole("link");
    // A team's own pages stand first in the list, and are no part of the argument.
    const argument = order.filter((path) => !path.includes("/pages/"));
    expect(await next.evaluate((link) => (link as HTMLAnchorElement).pathname)).toBe(argument[1]);
    await close();
  });
});
