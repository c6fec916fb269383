import { describe, expect, it } from "vitest";
import { truthDocument, truthText } from "../../loaders/commands/truth-report.ts";
import { BUCKETS } from "../../src/model/buckets.ts";
import { DOMINANT_SPLITS, scoreTool, type TruthCell, type TruthReport } from "../../src/model/truth.ts";

const cell: TruthCell = {
  split: DOMINANT_SPLITS[0]!,
  unprofiled: { interpreter: 0.79, compute: 0.1, io: 0.11, unattributed: 0 },
  truth: { interpreter: 0.8, compute: 0.1, io: 0.1, unattributed: 0 },
  attributed: { interpreter: 0.78, compute: 0.105, io: 0.105, unattributed: 0.01 },
  seen: 0.99,
  inflation: 0.25,
  samples: 1234,
};
const about = { command: "profile app", limit: "It has a limit.", scored: BUCKETS, points: 3 };
const report: TruthReport = {
  schema: 1,
  measuredAt: "2026-11-21T10:00Z",
  quick: false,
  targetMs: 4000,
  machine: { cpuModel: "A CPU", cores: 2, platform: "linux x64", versions: { node: "20.0.0" } },
  tools: [
    {
      ...about,
      id: "a",
      title: "Tool A",
      outcome: { state: "measured", cells: [cell], score: scoreTool([cell], about) },
    },
    {
      ...about,
      id: "b",
      title: "Tool B",
      outcome: { state: "not measured", reason: "b was not found", enable: "get b" },
    },
  ],
};

describe("the table of errors", () => {
  it("shows true and read shares, the signed error and the verdict", () => {
    const text = truthText(report);
    expect(text).toContain("80.0 / 10.0 / 10.0");
    expect(text).toContain("78.0 / 10.5 / 10.5");
    expect(text).toContain("−2.0 / +0.5 / +0.5");
    expect(text).toMatch(/Tool A +3 points +2\.0 +1\.0 +✓ within +1\.0/);
  });

  it("says why a profiler is missing, and how to get it", () => {
    for (const output of [truthText(report), truthDocument(report)]) {
      expect(output).toContain("Tool B is not measured here: b was not found. To enable it: get b");
    }
  });

  it("puts every known limit into the document", () => {
    expect(truthDocument(report)).toContain("- **Tool A.** It has a limit.");
  });
});
