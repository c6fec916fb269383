import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerImport } from "../../loaders/commands/import.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { workloadById } from "../../loaders/workloads/index.ts";
import { inProcess } from "../commands/in-process.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { builtSite, hasBrowser, overflow } from "../fixtures/site.ts";
import { lendCache, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());
const folder = temporaryFolder();

/** Chromium says so itself, of a machine without a GPU. */
const seen = (problems: readonly string[]) => problems.filter((text) => text !== "No available adapters.");

describe.skipIf(!hasBrowser)("the page Your machine", () => {
  const site = builtSite();

  it("loads nothing to run before it is asked to, and fits into 400 px in the dark", async () => {
    const { page, problems, fetched, close } = await site.open("live", { width: 400, dark: true });
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    expect(fetched.filter((path) => path.includes("/_live/"))).toEqual(["/_live/live.json"]);
    expect(await page.locator(".device-card").textContent()).toContain("threads may share memory");
    expect(await page.locator("main").textContent()).toContain("npx portolan build --live all");
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(seen(problems)).toEqual([]);
    await close();
  });

  it("measures with threads too, compares outputs, says what it changes, and gives a run that imports", async () => {
    const { page, problems, close } = await site.open("live");
    await page.getByLabel(/JavaScript/).uncheck();
    const run = page.getByRole("button", { name: "Run", exact: true });
    await run.focus();
    await page.keyboard.press("Enter");
    await page.locator(".live-results").waitFor({ timeout: 110_000 });
    const rows = await page.locator(".live-results tbody tr").allInnerTexts();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/agrees/);
    expect(rows.join()).toMatch(/threads/);
    await page.locator(".live-changes tbody tr").waitFor({ timeout: 60_000 });
    expect(await page.locator(".live-changes").textContent()).toMatch(
      /Stay with|Port to|Compile|Change|Keep|Measure|or /,
    );
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      "| Score telemetry | Browser, Wasm |",
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the run" }).click(),
    ]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    const { run: read, warnings } = readRunFile(path);
    expect(warnings).toEqual([]);
    expect(read.header.environment).toMatchObject({ platform: "browser", browser: { isolated: true } });
    const ok = read.outcomes.filter(({ state, arm }) => state === "ok" && arm === "wall");
    expect(ok.map(({ workload }) => workload)).toEqual(Array(6).fill(WORKLOADS[0]));
    const imported = await inProcess(registerImport, ["import", path]);
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Added .*-live-/) });
    expect(seen(problems)).toEqual([]);
    await close();
  });

  it("runs a model of the reader's own, and says what a file is that is none", async () => {
    const { page, problems, close } = await site.open("live");
    const model = page.locator(".live-model");
    await page.locator("#live-model").setInputFiles(ownModel(workloadById(WORKLOADS[0])).path);
    expect(await model.getByLabel("rows", { exact: true }).inputValue()).toBe("1");
    await model.getByLabel(/threads/).uncheck();
    await model.getByRole("button", { name: "Run", exact: true }).click();
    await model.locator(".live-results tbody tr").waitFor({ timeout: 110_000 });
    expect(await model.locator(".live-results tbody tr").innerText()).toMatch(
      /Browser, Wasm.*agrees exactly/s,
    );
    await page.locator("#live-model").setInputFiles({
      ...{ name: "notes.onnx", mimeType: "text/plain" },
      buffer: Buffer.from("no model"),
    });
    await model.locator(".failure").waitFor({ timeout: 60_000 });
    expect(await model.locator(".failure").textContent()).toContain("could not be opened as an ONNX model");
    expect(seen(problems)).toEqual([]);
    await close();
  });
});
