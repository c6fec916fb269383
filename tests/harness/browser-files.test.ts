import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { browserFilesOf } from "../../loaders/harness/browser-files.ts";
import { bundleWorker } from "../../loaders/harness/bundle.ts";
import { headerFor } from "../../loaders/harness/header.ts";
import type { MeasureOptions } from "../../loaders/harness/options.ts";
import { stageWorkload } from "../../loaders/harness/stage.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { packageFile } from "../../loaders/targets/engines.ts";
import { targetById, targets } from "../../loaders/targets/index.ts";
import type { BrowserCode, Target } from "../../loaders/targets/target.ts";
import { sizeOf, workloads } from "../../loaders/workloads/index.ts";
import { targetRecordSchema } from "../../src/model/run-file.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const none = join(folder, "none.bin");
const some = join(folder, "some.bin");
writeFileSync(none, "");
writeFileSync(some, "vocabulary ".repeat(1000));

const staged = (id: string, assetsPath = none) => [
  { workload: workloads.find((workload) => workload.id === id)!, assetsPath },
];
const browserTargets = targets.filter((target) => target.browser !== undefined);
const MIB = 1024 * 1024;
/** Of engine and runtime, on the wire, by what an id says of them; the first that fits. */
const PLAUSIBLE: readonly (readonly [id: RegExp, least: number, most: number])[] = [
  [/llama/, 0.3 * MIB, 2 * MIB],
  [/pyodide/, 7 * MIB, 15 * MIB],
  [/tfjs/, 0.05 * MIB, MIB],
  [/webgl/, 0.05 * MIB, MIB],
  [/webgpu|webnn/, 3 * MIB, 10 * MIB],
  [/js|wasm|ort/, 2 * MIB, 6 * MIB],
];

describe("what a browser downloads besides the model", () => {
  it("is stated by every target that a browser runs, and by no other", () => {
    const reachable = targets.filter(({ reach }) => reach.includes("browser"));
    expect(browserTargets.map(({ id }) => id)).toEqual(reachable.map(({ id }) => id));
  });

  it.each(browserTargets)("of $id is there, and of a plausible size", async ({ id, browser, probe }) => {
    if (!(await probe()).available && id !== "js") return;
    const files = await browserFilesOf(browser!, staged("classify-image"));
    const engine = files.filter(({ workload }) => workload === null);
    expect(engine.map(({ name }) => name)).toEqual([...browser!.packageFiles]);
    const [, least, most] = PLAUSIBLE.find(([known]) => known.test(id))!;
    const bytes = engine.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
    expect(bytes).toBeGreaterThan(least);
    expect(bytes).toBeLessThan(most);
    const [glue, ...rest] = files.filter(({ workload }) => workload === "classify-image");
    expect(rest).toEqual([]);
    expect(glue!.name).toMatch(/^glue\.(js|py|wasm)$/);
    expect(glue!.gzipBytes).toBeGreaterThan(200);
    expect(glue!.gzipBytes).toBeLessThan(30_000);
  });

  it("has the workload's assets, after gzip", async () => {
    const browser: BrowserCode = {
      packageFiles: [],
      glue: async () => ({ name: "glue.js", contents: new Uint8Array(10) }),
    };
    const files = await browserFilesOf(browser, staged("embed-text", some));
    expect(files.map(({ name, workload }) => [name, workload])).toEqual([
      ["glue.js", "embed-text"],
      ["assets", "embed-text"],
    ]);
    expect(files[1]!.gzipBytes).toBeLessThan(200);
  });

  it("is not made up where a package lacks a file: the error names it", async () => {
    const browser: BrowserCode = {
      packageFiles: ["onnxruntime-web/dist/gone.wasm"],
      glue: async () => ({ name: "glue.js", contents: new Uint8Array() }),
    };
    await expect(browserFilesOf(browser, staged("embed-text"))).rejects.toThrow(
      "there is no onnxruntime-web/dist/gone.wasm under node_modules",
    );
    expect(packageFile("onnxruntime-web/package.json")).toMatch(/node_modules/);
    expect(packageFile("no-such-package/package.json")).toBeNull();
  });

  it("does not make a worker load what only the counting needs", async () => {
    for (const { host } of browserTargets) {
      if (host.kind !== "node") continue;
      const bundle = readFileSync(await bundleWorker(host.module(), "classify-image"), "utf8");
      expect(bundle).not.toMatch(/^import .*esbuild/m);
    }
  });
});

describe("the header of a run", () => {
  const workload = workloads.find(({ id }) => id === "score-telemetry")!;
  const item = stageWorkload(workload, sizeOf(workload, workload.quickSize), [ownModel(workload)]);
  const said: string[] = [];
  const progress = { start() {}, step() {}, stop() {}, say: (line: string) => void said.push(line) };
  const options: MeasureOptions = {
    effort: "quick",
    workloads: [],
    targets: [],
    set: null,
    boundary: null,
    batches: null,
    size: null,
    models: {},
    onnx: null,
    budgetMs: null,
    seed: 1,
    fresh: true,
    progress: progress,
    signal: new AbortController().signal,
  };
  const recorded = async (target: Target) => {
    const probes = new Map([
      [target.id, { probe: { available: true as const, engines: {} }, artefacts: new Map() }],
    ]);
    return (await headerFor(options, [item], [target], probes)).targets[0]!;
  };

  it("records what each target's code is written in, and what a browser downloads", async () => {
    const [python, js] = ["python", "js"].map(targetById);
    expect(await recorded(python!)).toMatchObject({ glue: "python" });
    expect(await recorded(python!)).not.toHaveProperty("browserFiles");
    const record = targetRecordSchema.parse(await recorded(js!));
    expect(record.glue).toBe("javascript");
    const files = record.available ? record.browserFiles! : [];
    expect(files.map(({ name }) => name)).toEqual([...js!.browser!.packageFiles, "glue.js"]);
  });

  it("leaves the files out, and says why, where one is not there", async () => {
    const js = targetById("js");
    const browser = { ...js.browser!, packageFiles: ["onnxruntime-web/dist/gone.wasm"] };
    expect(await recorded({ ...js, browser })).not.toHaveProperty("browserFiles");
    expect(said).toEqual([
      expect.stringMatching(
        /^js: what a browser downloads is not counted: there is no onnxruntime-web\/dist\/gone/,
      ),
    ]);
  });
});
