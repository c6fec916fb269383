import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { contentType } from "../../loaders/site/content-type.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser } from "../fixtures/site.ts";

const PAGES = ["index", `workload/${WORKLOADS[0]}`, "what-if", "profile", "method", "data", "live"];

describe.skipIf(!hasBrowser)("what every page is passed on with", () => {
  const site = builtSite();

  it("is its language, one description of its own, a foot with the run, and no absolute link", async () => {
    const descriptions = new Set<string>();
    for (const path of PAGES) {
      const html = readFileSync(join(site.folder, `${path}.html`), "utf8");
      expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en"/);
      const [, description] = /<meta name="description" content="([^"]+)">/.exec(html) ?? [];
      expect(description, path).toMatch(/[.!?]$/);
      descriptions.add(description!);
      expect(html, path).toMatch(/id="run-id">Suite [\d.]+, run \S+\.</);
      expect(html, path).toMatch(/@bottom-left \{ content: "Suite [^"]+Measured \d{4}-\d\d-\d\d\."/);
      expect(html.match(/<(?:a|link|script)\b[^>]*(?:href|src)="\/[^"]*"/g), path).toBe(null);
    }
    expect(descriptions.size).toBe(PAGES.length);
  });

  it("is an icon that a browser draws", async () => {
    const { page, problems, close } = await site.open("");
    const width = await page.evaluate(async () => {
      const image = new Image();
      image.src = document.querySelector<HTMLLinkElement>("link[rel=icon]")!.href;
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await close();
  });
});

describe.skipIf(!hasBrowser)("an address that leads nowhere", () => {
  const site = builtSite();

  it("is answered with links that lead on, from any depth", async () => {
    const page = await site.browser.newPage();
    const response = await page.goto(new URL("no/such/page", site.url).href);
    expect(response!.status()).toBe(404);
    await page.getByRole("link", { name: /requests a month/ }).click();
    await page.waitForURL(new URL("index.html", site.url).href);
    await page.close();
  });

  it("is so wherever the report lies on a host", async () => {
    const server = createServer((request, response) => {
      const [, name = ""] = /^\/team\/report\/(.+)$/.exec(new URL(request.url!, "http://any").pathname) ?? [];
      const isThere = name !== "" && existsSync(join(site.folder, name));
      const file = isThere ? name : "404.html";
      response
        .writeHead(isThere ? 200 : 404, { "Content-Type": contentType(file).type })
        .end(readFileSync(join(site.folder, file)));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/team/report/`;
    const page = await site.browser.newPage();
    await page.goto(`${root}workload/gone/long/ago.html`);
    const link = page.getByRole("link", { name: "The data behind the report" });
    await expect.poll(() => link.evaluate((one) => (one as HTMLAnchorElement).href)).toBe(`${root}data.html`);
    await page.close();
    server.close().closeAllConnections();
  });
});

describe.skipIf(!hasBrowser)("what cannot be loaded", () => {
  const site = builtSite();

  const opened = async (pattern: RegExp, answer: { status: number; body: string }): Promise<Page> => {
    const page = await site.browser.newPage();
    await page.route(pattern, (route) => route.fulfill(answer));
    await page.goto(site.url, { waitUntil: "networkidle" });
    // A machine may be slow to run what it has.
    await page.waitForFunction(
      () =>
        performance.getEntriesByName("presses-kept").length > 0 ||
        document.querySelector(".not-loaded") !== null,
    );
    for (const at of [0, 3]) await page.mouse.move(at, at);
    return page;
  };

  it.each([
    ["is gone", /summary\.[^/]*json/, { status: 404, body: "" }, /^summary\.json, .* could not be loaded/],
    ["is cut", /summary\.[^/]*json/, { status: 200, body: '{"state":"meas' }, /^summary\.json, .* could not/],
    ["is a script", /_page\/index/, { status: 404, body: "" }, /^The scripts of this page could not/],
    [
      "is a later script",
      // What waits is called by its content.
      /_page\/[\da-f]{8}\./,
      { status: 404, body: "" },
      /^The scripts of this page could/,
    ],
  ] as const)(
    "is told once, over the page as it was drawn, where it %s",
    async (_, pattern, answer, told) => {
      const page = await opened(pattern, answer);
      await page.locator(".not-loaded").waitFor();
      expect(await page.locator(".not-loaded").allTextContents()).toEqual([expect.stringMatching(told)]);
      expect(await page.locator(".not-loaded").textContent()).toContain("npx portolan build");
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(await page.locator("main h1").first().textContent()).toMatch(/requests a month/);
      expect(await page.locator("main table").count()).toBeGreaterThan(0);
      await page.close();
    },
  );
});
