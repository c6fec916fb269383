import { describe, expect, it } from "vitest";
import { carriedLimits, whatIfQuery } from "../../../src/components/inputs/what-if-query.ts";
import { DEFAULT_INPUTS } from "../../../src/model/advice.ts";
import { unknownKeys } from "../../../src/model/scenario/scenario-query.ts";

describe("the reader’s conditions on the way to the what-if page", () => {
  it("are none where none is set", () => {
    expect(whatIfQuery(DEFAULT_INPUTS)).toBe("");
    expect(whatIfQuery(DEFAULT_INPUTS, { workload: "embed-text" })).toBe("workload=embed-text");
    expect(carriedLimits(DEFAULT_INPUTS)).toEqual([]);
  });

  it("are carried under the names that the page reads, and stated", () => {
    const inputs = {
      ...DEFAULT_INPUTS,
      p99SloMs: 120,
      memoryLimitMb: 512,
      coldSloMs: 800,
      reach: "browser" as const,
    };
    const query = whatIfQuery(inputs, { workload: "embed-text" });
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      workload: "embed-text",
      p99SloMs: "120",
      memoryLimitMb: "512",
      coldSloMs: "800",
      reach: "browser",
    });
    expect(unknownKeys(query)).toEqual([]);
    expect(carriedLimits(inputs)).toEqual([
      "p99 at most 120 ms",
      "memory at most 512 MB",
      "a cold start at most 800 ms",
    ]);
  });
});
