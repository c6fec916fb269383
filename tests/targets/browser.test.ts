import { beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../loaders/browser/chromium.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { adapterOf } from "../../src/model/adapter.ts";
import type { Run } from "../../src/model/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry as measure } from "./measure-telemetry.ts";

const TARGETS = ["browser-wasm", "browser-pyodide", "browser-webgpu"];

const home = temporaryHome();
lendCache(home);

describe.runIf(findChromium())("the targets in a browser, measured", () => {
  let run: Run;
  beforeAll(async () => {
    run = readRunFile((await measure("--target", ...TARGETS)).path).run;
  }, 120_000);

  const available = (id: string) => run.header.targets.some((one) => one.id === id && one.available);
  const outcomes = (id: string) => run.outcomes.filter(({ target }) => target === id);

  it.for(TARGETS)(
    "%s answers as the reference does, from a page of its own for each process",
    (id, { skip }) => {
      skip(!available(id), `${id} cannot run here`);
      expect(outcomes(id).map(({ state, detail }) => `${state} ${detail}`)).toEqual(
        outcomes(id).map(() => "ok "),
      );
      // A GPU that software imitates shows with one process that its path works.
      const record = run.header.targets.find((one) => one.id === id)!;
      const isImitated = record.available && record.adapter?.software === true;
      expect(outcomes(id).length).toBeGreaterThanOrEqual(isImitated ? 1 : 2);
    },
  );

  it.for(TARGETS)("%s has its cold start from navigation, apart from the browser's own", (id, { skip }) => {
    skip(!available(id), `${id} cannot run here`);
    const cold = run.cold.filter(({ target }) => target === id);
    expect(cold.length).toBe(outcomes(id).length);
    for (const { spawnMs, importMs, compileMs, sessionMs, firstInferenceMs } of cold) {
      for (const ms of [spawnMs, importMs, compileMs, sessionMs, firstInferenceMs])
        expect(ms).toBeGreaterThan(0);
    }
  });

  it("has its memory from outside: the page's process and the GPU's, more than the engine's module", () => {
    const peaks = run.memory.filter(({ target }) => target === "browser-wasm");
    expect(peaks.length).toBeGreaterThan(0);
    for (const { peakRssBytes, method, selfReportedBytes } of peaks) {
      expect(peakRssBytes).toBeGreaterThan(20e6);
      expect(method).toContain("the page's process and the GPU process");
      expect(selfReportedBytes).toBeNull();
    }
  });

  it("splits the engine's call by the engine's own profile, which it prints to the console", () => {
    const [engine] = run.engine.filter(({ target }) => target === "browser-wasm");
    expect(engine!.operators.length).toBeGreaterThan(0);
    expect(engine!.kernelMs).toBeLessThanOrEqual(engine!.modelRunMs);
  });

  it("keeps a GPU that software imitates out of all that is compared", ({ skip }) => {
    const gpu = run.header.targets.find(({ id }) => id === "browser-webgpu")!;
    skip(!gpu.available || !gpu.adapter!.software, "there is a real GPU, or none at all");
    const cell = summarise(run).workloads[0]!.cells.find(({ target }) => target === "browser-webgpu")!;
    expect(cell).toMatchObject({ state: "software", enable: expect.stringContaining("real GPU") });
    expect((cell as { reason: string }).reason).toMatch(
      /it answers right, in [\d.]+ \w+, on .*imitates a GPU/,
    );
  });
});

describe("an adapter", () => {
  const named = (vendor: string, architecture = "", description = "") =>
    adapterOf({ vendor, architecture, device: "", description });

  it("of software is known by what it says of itself, or by its name", () => {
    expect(
      adapterOf({ vendor: "acme", architecture: "", device: "", description: "", isFallback: true }),
    ).toEqual({
      name: "acme",
      software: true,
    });
    expect(named("google", "swiftshader").software).toBe(true);
    expect(named("mesa", "", "llvmpipe (LLVM 19, 256 bits)").software).toBe(true);
    expect(named("microsoft", "", "Microsoft Basic Render Driver").software).toBe(true);
  });

  it("of a GPU is not, whatever its name lacks", () => {
    expect(named("nvidia", "ampere")).toEqual({ name: "nvidia ampere", software: false });
    expect(named("")).toEqual({ name: "an adapter without a name", software: false });
  });
});
