import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../loaders/browser/chromium.ts";
import { ORT_WEB_FILES } from "../../loaders/engines/ort-web-files.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { packageFile } from "../../loaders/targets/engines.ts";
import { target as pyodide } from "../../loaders/targets/pyodide.ts";
import { workloadById } from "../../loaders/workloads/index.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** Serves packages as they are installed, a model, and a page whose script says in `window.done` how it went. */
function packageServer(script: () => string, fetched: Set<string>): Server {
  return createServer((request, response) => {
    const path = new URL(request.url!, "http://any").pathname.slice(1);
    if (path === "") {
      response.setHeader("Content-Type", "text/html");
      response.end(
        `<script type="module">try { ${script()} } catch (error) { window.done = String(error); }</script>`,
      );
      return;
    }
    const isModel = path === "model.onnx";
    const file = isModel ? ownModel(workloadById("score-telemetry")).path : packageFile(path);
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    if (!isModel) fetched.add(path);
    response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream");
    response.end(readFileSync(file));
  });
}

describe.runIf(findChromium())("in Chromium, what a browser downloads", () => {
  let browser: Browser;
  let script = "";
  const fetched = new Set<string>();
  const server = packageServer(() => script, fetched);

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server.close().closeAllConnections();
  });

  /** Runs a module that sets `window.done`, and returns the package files that the page fetched for it. */
  async function fetchedBy(source: string): Promise<string[]> {
    script = source;
    fetched.clear();
    const page = await browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction("window.done !== undefined", undefined, { timeout: 60_000 });
      expect(await page.evaluate("window.done")).toBe("ready");
    } finally {
      await page.close();
    }
    return [...fetched].sort();
  }

  it("for onnxruntime-web is what is counted of it", async () => {
    const files = await fetchedBy(
      `const ort = await import("/${ORT_WEB_FILES[0]}");
       ort.env.wasm.numThreads = 1;
       await ort.InferenceSession.create("/model.onnx", { executionProviders: ["wasm"] });
       window.done = "ready";`,
    );
    expect(files).toEqual([...ORT_WEB_FILES].sort());
  });

  it.skipIf(packageFile("pyodide/package.json") === null)(
    "for Pyodide is what is counted of it",
    async () => {
      const files = await fetchedBy(
        `const { loadPyodide } = await import("/pyodide/pyodide.mjs");
       const python = await loadPyodide({ indexURL: location.origin + "/pyodide/" });
       window.done = python.runPython("'ready'");`,
      );
      const counted = pyodide.browser!.packageFiles.filter((name) => name.startsWith("pyodide/"));
      expect(files).toEqual([...counted].sort());
    },
  );
});
