import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { truthData, truthDocument } from "../../loaders/commands/truth-report.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { PROFILE_TOOLS } from "../../loaders/truth/tools/index.ts";
import { SPLITS, scoreTool, splitName, type TruthReport } from "../../src/model/truth.ts";

const read = (...path: string[]) => readFileSync(join(projectRoot, ...path), "utf8");
const data = read("src", "data", "truth.json");
const report = JSON.parse(data) as TruthReport;

describe("the published table", () => {
  it("is the same run on the method page and in docs/truth.md", () => {
    expect(truthData(report)).toBe(data);
    expect(truthDocument(report)).toBe(read("docs", "truth.md"));
  });

  it("holds every profiler that the command knows, and the whole grid for those with a tolerance", () => {
    expect(report.quick).toBe(false);
    expect(report.tools.map(({ id }) => id)).toEqual(PROFILE_TOOLS.map(({ id }) => id));
    for (const { points, outcome } of report.tools) {
      if (points === null || outcome.state !== "measured") continue;
      expect(outcome.cells.map(({ split }) => splitName(split))).toEqual(SPLITS.map(splitName));
    }
  });

  it("scores as its cells do", () => {
    for (const tool of report.tools) {
      if (tool.outcome.state !== "measured") continue;
      const score = scoreTool(tool.outcome.cells, tool);
      // Both are rounded to four decimals, shares before they become points.
      expect(tool.outcome.score.maxErrorPoints).toBeCloseTo(score.maxErrorPoints, 1);
      expect(tool.outcome.score.verdict).toBe(score.verdict);
    }
  });
});
