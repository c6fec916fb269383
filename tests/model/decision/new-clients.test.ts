import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centralDraw } from "../../../src/model/decision/central-case.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { emptyOutcome } from "../../../src/model/decision/decision-model.ts";
import { type BrowserCode, evidenceOf } from "../../../src/model/decision/evidence.ts";
import { compilePlatforms, prepare } from "../../../src/model/decision/prepare.ts";
import { requestOutcome } from "../../../src/model/decision/request.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { cell, target, workload } from "../cells.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const MIB = 1024 * 1024;
const CODE: BrowserCode = { files: 3, bytes: 4 * MIB };

function preparedOf(over: Partial<Scenario>, code: BrowserCode | null = CODE, id = "wasm@browser") {
  const scenario = scenarioWith({ platforms: ["lambda-x86", "browser", "edge-device"], ...over });
  const targets = [evidence("python", 50), evidence("wasm", 30, { code, coldStartMs: 900 })];
  const given = grounds(targets, scenario);
  return prepare(given, scenario, compilePlatforms(given), new Set([id]))[0]!;
}

/** 1,000 of 1,000,000 requests, on a device as fast as here, at 8 Mbit/s: a byte a microsecond. */
const FEW: Partial<Scenario> = {
  requestsPerMonth: exactly(1e6),
  newClientsPerMonth: exactly(1000),
  deviceTimeFactor: exactly(1),
  downloadMbitPerSecond: exactly(8),
};

describe("what a new client downloads", () => {
  it("is the model and the code, in a browser", () => {
    const { outcome, request } = preparedOf(FEW);
    expect(outcome.usage).toMatchObject({ downloadBytes: 17 * MIB, codeBytes: 4 * MIB, codeFiles: 3 });
    const { priced } = preparedOf(FEW);
    const { lines } = priced!.pricer.bill(outcome.usage);
    expect(lines[0]!.quantity).toBeCloseTo((1000 * 17 * MIB) / 1024 ** 3, 9);
    expect(lines[1]!.quantity).toBe(4000);
    expect(request.downloadBytes).toBe(17 * MIB);
  });

  it("is the model alone where the run does not know the code, and the bill says so", () => {
    const { outcome, priced } = preparedOf(FEW, null);
    expect(outcome.usage.downloadBytes).toBe(13 * MIB);
    expect(priced!.pricer.bill(outcome.usage).notes[0]).toMatch(/code that a browser loads is not counted/);
  });

  it("is the model alone on an edge device, whose image has the code", () => {
    const { outcome } = preparedOf(FEW, CODE, "wasm@edge-device");
    expect(outcome.usage).toMatchObject({ downloadBytes: 13 * MIB, codeBytes: 0, codeFiles: 0 });
  });

  it("counts the files that all workloads need, and those of this one", () => {
    const files = [
      { name: "engine.wasm", gzipBytes: 1000, workload: null },
      { name: "glue.js", gzipBytes: 10, workload: "score" },
      { name: "glue.js", gzipBytes: 500, workload: "another" },
    ];
    const js = { ...target("js", "wasm", { reach: ["browser"] }), glue: "javascript" as const };
    const found = evidenceOf(workload("python", [cell("python", 50), cell("js", 30)]), [
      target("python", "stay"),
      { ...js, available: true as const, engines: {}, browserFiles: files },
    ]);
    if (found.state !== "found") throw new Error(found.reason);
    const [python, ported] = found.evidence.targets;
    expect(ported).toMatchObject({ glue: "javascript", code: { files: 2, bytes: 1010 } });
    expect(python).toMatchObject({ glue: null, code: null });
  });
});

describe("a new client's first request", () => {
  it("waits for the download and the start", () => {
    const { outcome } = preparedOf(FEW);
    // 17 MiB at 8 Mbit/s, which is 1,000 bytes a millisecond, and 900 ms of start.
    expect(outcome.coldMs).toBeCloseTo((17 * MIB) / 1000 + 900, 6);
    expect(outcome.usage.initMs).toBeCloseTo((17 * MIB) / 1000 + 900 - 30, 6);
    expect(outcome.usage.coldShare).toBe(0.001);
  });

  it("is the p99 where more than one request in a hundred is one", () => {
    const rare = preparedOf({ ...FEW, newClientsPerMonth: exactly(10_000) }).outcome;
    const common = preparedOf({ ...FEW, newClientsPerMonth: exactly(10_001) }).outcome;
    expect(rare.p99Ms).toBeLessThan(40);
    expect(common.p99Ms).toBeCloseTo(rare.p99Ms + common.usage.initMs, 9);
  });

  it("excludes the browser by the p99 limit, and by the limit on a cold request", () => {
    const failed = (over: Partial<Scenario>) => {
      const scenario = scenarioWith({ ...FEW, platforms: ["lambda-x86", "browser"], ...over });
      const targets = [evidence("python", 50), evidence("wasm", 30, { code: CODE })];
      const { ranked, excluded } = decide(grounds(targets, scenario), scenario, { draws: 100 });
      const found = [...ranked, ...excluded].find(({ option }) => option.id === "wasm@browser")!;
      return found.gates.filter(({ passed }) => passed === "no");
    };
    const gatesOf = (over: Partial<Scenario>) => failed(over).map(({ gate }) => gate);
    expect(gatesOf({})).toEqual([]);
    const many = { newClientsPerMonth: exactly(20_000) };
    expect(gatesOf(many)).toEqual(["p99"]);
    expect(failed(many)[0]!.evidence).toBe(
      "keeps 500 ms in 0 % of the draws; 80 % are asked for; in 100 % of them more than 1 % of the requests are a new client’s first, which waits for the download",
    );
    expect(failed({ p99SloMs: 20 })[0]!.evidence).not.toContain("first");
    expect(gatesOf({ coldSloMs: 10_000 })).toEqual(["cold"]);
    expect(gatesOf({ coldSloMs: 10_000, downloadMbitPerSecond: exactly(80) })).toEqual([]);
  });

  it("is no longer on a faster network, and no share exceeds all requests", () => {
    const { request, outcome: few } = preparedOf(FEW);
    const warmMs = few.p99Ms;
    const at = (over: Record<string, number>) => {
      const outcome = emptyOutcome();
      requestOutcome(request, { ...centralDraw(scenarioWith(FEW)), ...over }, 1, 1, outcome);
      return { ...outcome, share: outcome.usage.coldShare };
    };
    const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
    fc.assert(
      fc.property(positive(1e4), positive(100), fc.nat(1e7), fc.integer({ min: 1, max: 1e7 }), (...drawn) => {
        const [downloadMbitPerSecond, factor, newClientsPerMonth, requestsPerMonth] = drawn;
        const month = { newClientsPerMonth, requestsPerMonth };
        const slow = at({ ...month, downloadMbitPerSecond });
        const fast = at({ ...month, downloadMbitPerSecond: downloadMbitPerSecond * (1 + factor) });
        expect(fast.coldMs).toBeLessThanOrEqual(slow.coldMs);
        expect(fast.p99Ms).toBeLessThanOrEqual(slow.p99Ms);
        expect(slow.share).toBe(Math.min(1, newClientsPerMonth / requestsPerMonth));
        expect(slow.p99Ms).toBeCloseTo(warmMs + (slow.share > 0.01 ? slow.usage.initMs : 0), 6);
      }),
    );
  });
});
