import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ORT_WEB_FILES } from "../../loaders/engines/ort-web-files.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { findChromium, launchBrowser } from "../../loaders/site/browser.ts";
import { packageFile } from "../../loaders/targets/engines.ts";
import { target as pyodide } from "../../loaders/targets/pyodide.ts";
import { workloadById } from "../../loaders/workloads/index.ts";

const ORIGIN = "http://127.0.0.1";
const TYPES: Readonly<Record<string, string>> = {
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** Runs `script`, a module that sets `window.done`, and returns the package files that the page fetched for it. */
async function fetchedBy(browser: Browser, script: string): Promise<string[]> {
  const page = await browser.newPage();
  const fetched: string[] = [];
  await page.route("**/*", async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    if (path === "")
      return route.fulfill({
        contentType: "text/html",
        body: `<script type="module">try { ${script} } catch (error) { window.done = String(error); }</script>`,
      });
    if (path === "model.onnx") return route.fulfill({ path: ownModel(workloadById("score-telemetry")).path });
    const file = packageFile(path);
    if (file === null) return route.fulfill({ status: 404 });
    fetched.push(path);
    return route.fulfill({
      contentType: TYPES[extname(path)] ?? "application/zip",
      body: readFileSync(file),
    });
  });
  try {
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction("window.done !== undefined", undefined, { timeout: 60_000 });
    expect(await page.evaluate("window.done")).toBe("ready");
  } finally {
    await page.close();
  }
  return [...new Set(fetched)].sort();
}

describe.runIf(findChromium())("in Chromium, what a browser downloads", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it("for onnxruntime-web is what is counted of it", async () => {
    const fetched = await fetchedBy(
      browser,
      `const ort = await import("${ORIGIN}/${ORT_WEB_FILES[0]}");
       ort.env.wasm.numThreads = 1;
       await ort.InferenceSession.create("${ORIGIN}/model.onnx", { executionProviders: ["wasm"] });
       window.done = "ready";`,
    );
    expect(fetched).toEqual([...ORT_WEB_FILES].sort());
  });

  it.skipIf(packageFile("pyodide/package.json") === null)(
    "for Pyodide is what is counted of it",
    async () => {
      const fetched = await fetchedBy(
        browser,
        `const { loadPyodide } = await import("${ORIGIN}/pyodide/pyodide.mjs");
       const python = await loadPyodide({ indexURL: "${ORIGIN}/pyodide/" });
       window.done = python.runPython("'ready'");`,
      );
      const counted = pyodide.browser!.packageFiles.filter((name) => name.startsWith("pyodide/"));
      expect(fetched).toEqual([...counted].sort());
    },
  );
});
