import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../src/model/traces/attribute.ts";
import {
  type AttributedFile,
  byDominance,
  dominantBucket,
} from "../../../src/model/traces/attributed-file.ts";
import { PROFILE_TABLE, profileRows } from "../../../src/model/traces/profile-table.ts";
import type { TraceAttribution } from "../../../src/model/traces/result.ts";
import { profileOf } from "./trees.ts";

/** Of 100 ms, by bucket. */
function attribution(interpreter: number, compute: number, io: number): TraceAttribution {
  const base = attributeTrace(profileOf([[["main@a.py"], 100]]), []);
  const unattributed = 100 - interpreter - compute - io;
  const share = (ms: number) => ({ ms, share: ms / 100 });
  return {
    ...base,
    coverage: 1 - unattributed / 100,
    buckets: {
      interpreter: share(interpreter),
      compute: share(compute),
      io: share(io),
      unattributed: share(unattributed),
    },
  };
}

const read = (file: string, ...ms: [number, number, number]): AttributedFile => ({
  file,
  sizeBytes: 10,
  attribution: attribution(...ms),
});
const failed: AttributedFile = { file: "a/broken.json", sizeBytes: 7, error: "broken.json: cut off" };

describe("many profiles", () => {
  it("are in the order of what dominates, the largest share first, and what failed last", () => {
    const files = [
      failed,
      read("io", 10, 20, 70),
      read("unknown", 10, 20, 20),
      read("glue-60", 60, 40, 0),
      read("compute", 45, 46, 9),
      read("glue-90", 90, 5, 5),
      read("also-90", 90, 0, 0),
    ];
    expect(byDominance(files).map(({ file }) => file)).toEqual([
      ...["also-90", "glue-90", "glue-60", "compute", "io", "unknown", "a/broken.json"],
    ]);
  });

  it("count a tie for the bucket that is listed first", () => {
    expect(dominantBucket(attribution(50, 50, 0))).toBe("interpreter");
    expect(dominantBucket(attribution(0, 0, 50))).toBe("io");
  });

  it("are rows of one table, those that failed with nothing but the reason", () => {
    const names = PROFILE_TABLE.columns.map(({ name }) => name);
    const [good, bad] = profileRows([read("x.json", 20, 70, 5), failed]).map((row) =>
      Object.fromEntries(row.map((value, at) => [names[at], value])),
    );
    expect(good).toMatchObject({
      ...{ file: "x.json", size_bytes: 10, error: null, wall_ms: 100, dominant: "compute", compute_ms: 70 },
      ...{ interpreter_share: 0.2, compute_share: 0.7, io_share: 0.05, unattributed_share: 0.05 },
    });
    const { file, size_bytes, error, ...rest } = bad!;
    expect({ file, size_bytes, error }).toEqual({
      file: "a/broken.json",
      size_bytes: 7,
      error: "broken.json: cut off",
    });
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    expect(Object.keys(rest)).toHaveLength(names.length - 3);
  });
});
