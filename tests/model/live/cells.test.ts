import { describe, expect, it } from "vitest";
import { cellsToRun, targetHere } from "../../../src/model/live/cells.ts";
import { modelBudgetBytes } from "../../../src/model/live/device.ts";
import { DEVICE, LISTING } from "../../fixtures/live.ts";

const [wasm, threads, webgpu] = LISTING.targets;

describe("a target in the reader's browser", () => {
  it("runs with the reader's threads, four at most, and says so", () => {
    expect(targetHere(threads!, DEVICE)).toMatchObject({ threads: 4, title: "Browser, Wasm (4 threads)" });
    expect(targetHere(threads!, { ...DEVICE, cores: 2 })).toMatchObject({ threads: 2, available: true });
  });

  it("has no threads where the page is not isolated, and says how it would be", () => {
    const here = targetHere(threads!, { ...DEVICE, isolated: false });
    expect(here).toMatchObject({
      available: false,
      enable: expect.stringContaining("Cross-Origin-Opener-Policy"),
    });
    expect(targetHere(wasm!, { ...DEVICE, isolated: false }).available).toBe(true);
  });

  it("carries the adapter, so that one in software counts for nothing", () => {
    expect(targetHere(webgpu!, DEVICE)).toMatchObject({ adapter: { name: "acme gpu-1", software: false } });
    const gpu = { state: "none", reason: "this browser has no WebGPU" } as const;
    expect(targetHere(webgpu!, { ...DEVICE, gpu })).toMatchObject({
      available: false,
      reason: "this browser has no WebGPU",
    });
  });

  it("names the browser among its engines", () => {
    expect(targetHere(wasm!, DEVICE)).toMatchObject({
      engines: { chromium: "140", "onnxruntime-web": "1.30.0" },
    });
  });
});

describe("cells to run", () => {
  it("are the chosen ones, with whole addresses and the reader's threads", () => {
    const chosen = [{ workload: "score", target: "page-threads" }];
    const cells = cellsToRun(LISTING, chosen, DEVICE, "http://host/report/_live/");
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      worker: "http://host/report/_live/files/page-threads.js",
      reference: "http://host/report/_live/files/reference.bin",
      job: { threads: 4, artefacts: { module: "http://host/report/_live/files/module.wasm" } },
    });
  });
});

describe("the budget for a model", () => {
  it("grows with the memory that the browser admits to, up to what a Wasm memory can open", () => {
    const of = (memoryGib: number | null) => modelBudgetBytes({ memoryGib });
    expect(of(2)).toBeLessThan(of(4));
    expect(of(null)).toBe(of(4));
    expect(of(1_000)).toBe(2 * 2 ** 30);
  });
});
