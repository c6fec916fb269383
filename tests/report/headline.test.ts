import { describe, expect, it } from "vitest";
import { DEFAULT_INPUTS } from "../../src/model/advice.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import type { MeasuredSummary, WorkloadSummary } from "../../src/model/summary.ts";
import { headline, standfirst } from "../../src/report/headline.ts";
import { type Reviewed, review } from "../../src/report/review.ts";
import { cell, ratioOf, target, workload } from "../model/cells.ts";

const targets = [target("python", "stay"), target("native", "native"), target("wasm", "wasm")];

function measured(title: string, nativeRatio: number, wasmRatio: number): WorkloadSummary {
  const at = (id: string, ratio: number) => cell(id, 100 * ratio, { ratio: ratioOf(ratio) });
  const cells = [cell("python", 100), at("native", nativeRatio), at("wasm", wasmRatio)];
  return { ...workload("python", cells), title };
}

function reviewed(...workloads: WorkloadSummary[]): Reviewed[] {
  return review({ targets, workloads } as unknown as MeasuredSummary, DEFAULT_INPUTS, SHIPPED_BOOK);
}

describe("the headline", () => {
  it("counts the ports by destination", () => {
    const found = reviewed(
      measured("a", 0.2, 2),
      measured("b", 0.25, 2),
      measured("c", 0.5, 0.1),
      measured("d", 1.4, 2),
    );
    expect(headline(found)).toBe(
      "On this machine, three of four workloads deserve a port: two to native and one to wasm.",
    );
  });

  it("names the one destination of all", () => {
    expect(headline(reviewed(measured("a", 0.2, 2), measured("b", 0.2, 2)))).toBe(
      "On this machine, both workloads deserve a port: each to native.",
    );
  });

  it("tells a port that is forced from one that is deserved", () => {
    const small = { ...DEFAULT_INPUTS, memoryLimitMb: 150 };
    const roomy = (id: string) => cell(id, 200, { ratio: ratioOf(2), peakRssBytes: 100 * 1024 * 1024 });
    const crowded = { ...workload("python", [cell("python", 100), roomy("native")]), title: "a" };
    const found = review(
      { targets, workloads: [crowded] } as unknown as MeasuredSummary,
      small,
      SHIPPED_BOOK,
    );
    expect(headline(found)).toBe("Under these conditions, the workload cannot stay: to native.");
  });

  it("says so when nothing deserves a port", () => {
    expect(headline(reviewed(measured("a", 1.4, 2)))).toBe(
      "On this machine, the workload is best left where it is.",
    );
    expect(headline(reviewed(measured("a", 1.4, 2), measured("b", 1.5, 2)))).toBe(
      "On this machine, none of the two workloads deserves a port.",
    );
  });

  it("says so when there is no baseline, or no workload", () => {
    expect(headline(reviewed(workload(null, [cell("native", 3)])))).toContain("No baseline was measured");
    expect(headline([])).toBe("This run holds no workload.");
  });
});

describe("the standfirst", () => {
  it("gives the largest gain, the buckets, the others and the confidence", () => {
    expect(standfirst(reviewed(measured("a", 0.2, 2), measured("b", 1.4, 2)))).toEqual([
      "The one clear gain is “a”: 4.9× to 5.1× faster on native.",
      "Today, interpreter glue dominates two workloads (60 % of the time).",
      "“b” is best left where it is.",
      "Confidence is high throughout.",
    ]);
  });
});
