import { describe, expect, it } from "vitest";
import { isPlainPage, targetHere } from "../../src/model/live/cells.ts";
import { liveHeader } from "../../src/model/live/header.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { summarise } from "../../src/model/summarise.ts";
import {
  deviceFacts,
  fetchSentence,
  liveMarkdown,
  missingSentences,
  resultRows,
  resultTitle,
} from "../../src/report/live.ts";
import { DEVICE, LISTING } from "../fixtures/live.ts";
import { around, endRow, outcomeRow, processRows } from "../fixtures/run.ts";

const software = {
  ...DEVICE,
  gpu: { ...DEVICE.gpu, adapter: { name: "SwiftShader", software: true } },
} as typeof DEVICE;

function liveOf(device = DEVICE) {
  const header = liveHeader({
    suiteVersion: LISTING.suiteVersion,
    device,
    workloads: LISTING.workloads.map(({ record }) => record),
    targets: LISTING.targets.map((target) => targetHere(target, device)),
    startedAt: "2026-01-02T03:04:05.000Z",
    seed: 7,
  });
  const rows = [0, 1, 2].flatMap((replicate) => [
    ...processRows({
      workload: "score",
      target: "page-wasm",
      replicate,
      wallMs: around(10, replicate),
      outcome: {},
    }),
    ...processRows({
      workload: "score",
      target: "page-webgpu",
      replicate,
      wallMs: around(2, replicate),
      outcome: {},
    }),
  ]);
  const lost = outcomeRow({
    workload: "score",
    target: "page-threads",
    state: "crash",
    detail: "out of memory",
  });
  return { header, summary: summarise(runOfRows(header, [...rows, lost, endRow()]), [], isPlainPage) };
}

describe("what was measured in a browser", () => {
  it("is said to be of a browser, by its header", () => {
    const { environment, runId } = liveOf().header;
    expect(runId).toBe("20260102T030405Z-live-00000007");
    expect(environment).toMatchObject({
      platform: "browser",
      browser: { userAgent: "Test/1.0", isolated: true },
    });
  });

  it("is compared with Wasm on one thread, row by row", () => {
    const { summary } = liveOf();
    expect(resultTitle(summary)).toMatch(/^Browser, WebGPU is .*× faster here than Wasm on one thread/);
    const [wasm, threads, webgpu] = resultRows(summary, null);
    expect(wasm).toMatchObject({
      here: "10.0 ms",
      ratio: "–",
      published: "–",
      beside: "nothing was published",
    });
    expect(threads!.here).toContain("out of memory");
    expect(webgpu!.ratio).toMatch(/faster/);
  });

  it("counts for nothing on an adapter in software", () => {
    const { summary } = liveOf(software);
    expect(resultTitle(summary)).toBe("Nothing is surely faster here than Wasm on one thread");
    expect(resultRows(summary, null)[2]!.here).toContain("imitates a GPU");
    expect(deviceFacts(software).find(({ term }) => term === "WebGPU")!.detail).toContain(
      "kept out of every ratio",
    );
  });

  it("is Markdown to paste, with what it was measured on", () => {
    const text = liveMarkdown(DEVICE, liveOf().summary, null);
    expect(text).toContain("| Score telemetry | Browser, Wasm | 10.0 ms |");
    expect(text).toContain("**WebGPU**: acme gpu-1");
    expect(text).toContain("20260102T030405Z-live-00000007");
  });
});

describe("before anything runs", () => {
  it("says what would be fetched, and what the site does not hold", () => {
    expect(fetchSentence(15e6, 2)).toMatch(/^Two rows: up to 14 MiB are fetched/);
    expect(fetchSentence(0, 0)).toBe("Choose at least one row.");
    expect(missingSentences(LISTING).join(" ")).toMatch(/Embed text: 57 MiB.*npx portolan build --live all/);
  });
});
