import { describe, expect, it } from "vitest";
import type { BatchRow, TargetRecord } from "../../src/model/run-file.ts";
import { batchesFinding, batchesNotes, batchesOf } from "../../src/report/batches.ts";
import { header, target } from "../fixtures/run.ts";

const [record] = header().workloads;
const workload = { ...record!, baseline: null, cells: [] };

/** Calls of a fixed part and one for each request, ms. */
const row = (id: string, fixedMs: number, eachMs: number): BatchRow => ({
  ...{ kind: "batch", workload: workload.id, target: id, stopped: null, at: "2026-01-02T03:04:05.000Z" },
  points: [1, 2, 4, 8, 16, 32].map((batch) => ({
    batch,
    roundMs: [1, 1, 1].map(() => fixedMs + eachMs * batch),
    parts: null,
    deviceMemoryBytes: null,
  })),
});
const titled = (id: string, title: string): TargetRecord => ({ ...target(id), title });
const targets = [titled("cpu", "Python"), titled("gpu", "Python, GPU")];

describe("what company is worth", () => {
  it("is said at the knee, and of whom it does not pay the most that any number brings", () => {
    const { series } = batchesOf(workload, { targets, batches: [row("cpu", 0.5, 1), row("gpu", 8, 1)] });
    expect(batchesFinding(series)).toBe(
      "With 8 requests in a call, “Python, GPU” answers 4.5× as many a second as one by one; Python at most 1.5×, with any number",
    );
    expect(batchesFinding(series.filter(({ title }) => title === "Python"))).toBe(
      "Waiting for company pays nowhere: with more requests in a call Python answers at most 1.5× as many a second as one by one",
    );
  });

  it("counts the last of a target's rows, and names of what no batch could be made", () => {
    const refused = { ...row("gpu", 1, 1), points: [], stopped: "its graph answers single requests only" };
    const found = batchesOf(workload, { targets, batches: [row("cpu", 9, 9), refused, row("cpu", 4, 1)] });
    expect(found.series.map(({ knee }) => knee.batch)).toEqual([4]);
    expect(batchesNotes(found)).toEqual([
      "“Python, GPU” was not tried in batches: its graph answers single requests only.",
    ]);
  });
});
