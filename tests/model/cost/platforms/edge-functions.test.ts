import { describe, expect, it } from "vitest";
import { exceeded, pricer, sheet, usage } from "../book.ts";

describe("Cloudflare Workers", () => {
  it("matches Cloudflare's own example: 15M requests of 7 ms CPU are $8.00", () => {
    const bill = pricer("workers").bill(usage({ requests: 15e6, cpuMs: 7, wallMs: 7 }));
    expect(sheet(bill)).toEqual([
      ["Plan", 1, 5],
      ["Requests (first 10M, free)", 10e6, 0],
      ["Requests (over 10M)", 5e6, expect.closeTo(1.5, 12)],
      ["CPU time (first 30M, free)", 30e6, 0],
      ["CPU time (over 30M)", 75e6, expect.closeTo(1.5, 12)],
    ]);
    expect(bill.totalUsd).toBeCloseTo(8, 12);
  });

  it("does not charge for waiting, nor for bytes", () => {
    const workers = pricer("workers");
    const month = usage({ requests: 15e6, cpuMs: 7, wallMs: 7 });
    expect(workers.usd({ ...month, wallMs: 5000, responseBytes: 1e6 })).toBe(workers.usd(month));
  });

  it("costs the plan without any request", () => {
    expect(pricer("workers").usd(usage({}))).toBe(5);
  });

  it("names what a Worker has no room for", () => {
    expect(exceeded("workers", { memoryMb: 300, cpuMs: 400_000, initMs: 1500 })).toEqual([
      "needs 300 MB of memory; Cloudflare Workers ends at 128 (Cloudflare Workers limits page, read 2026-08-03)",
      expect.stringMatching(/^needs 400,000 ms of CPU time per request; Cloudflare Workers ends at 300,000/),
      expect.stringMatching(/^needs 1,500 ms to start; Cloudflare Workers ends at 1,000/),
    ]);
    expect(exceeded("workers", { wallMs: 1e7 })).toEqual([]);
  });
});

describe("Fastly Compute", () => {
  it("charges beyond 10M requests and 100M vCPU-ms, at a price of low confidence", () => {
    // (15M − 10M) × $0.50/M + (15M × 8 ms − 100M) × $0.05/M = 2.50 + 1.00.
    const bill = pricer("fastly").bill(usage({ requests: 15e6, cpuMs: 8, wallMs: 500 }));
    expect(bill.totalUsd).toBeCloseTo(3.5, 12);
    expect(bill.lines.map(({ confidence }) => confidence)).toEqual(["low", "low", "low", "low"]);
    expect(bill.notes[0]).toContain("no price of it is in the book");
  });

  it("ends at 50 ms of CPU time", () => {
    expect(exceeded("fastly", { cpuMs: 60 })).toHaveLength(1);
    expect(exceeded("fastly", { cpuMs: 50, memoryMb: 128 })).toEqual([]);
  });
});
