import { describe, expect, it } from "vitest";
import { trendsOf } from "../../../src/model/runs/trend.ts";
import { header } from "../../fixtures/run.ts";
import { digestOn } from "../../fixtures/runs-apart.ts";

const at = (day: number, ms: number, over = {}) =>
  digestOn(day, [{ target: "python", ms, twin: 1.001 }], over);
const moves = (trends: ReturnType<typeof trendsOf>) => trends[0]!.points.map(({ moved }) => moved);

describe("a cell over the runs of a machine", () => {
  it("tells which run moved it beyond noise, and takes that for the new level", () => {
    const trends = trendsOf([at(1, 10), at(2, 10.1), at(3, 15), at(4, 15.1), at(5, 10)]);
    expect(moves(trends)).toEqual([null, null, "slower", null, "faster"]);
    expect(trends[0]!.points[2]!.effect!.ratio).toBeCloseTo(1.5);
    expect(trends[0]!.sinceBaseline!.verdict).toBe("same");
  });

  it("begins at the baseline that is named, or where that lacks the cell at the oldest", () => {
    const runs = [at(1, 20), at(2, 10), at(3, 10)];
    const named = trendsOf(runs, runs[1]!.runId);
    expect(moves(named)).toEqual([null, null, null]);
    expect(named[0]!.points.map(({ isBaseline }) => isBaseline)).toEqual([false, true, false]);
    expect(moves(trendsOf(runs, "another"))).toEqual([null, "faster", null]);
  });

  it("leaves out runs of another model than the newest's, which prove nothing of its speed", () => {
    const [workload] = header().workloads;
    const model = { ...workload!.model, sha256: "cd".repeat(32) };
    const [trend] = trendsOf([at(1, 30, { workloads: [{ ...workload!, model }] }), at(2, 10), at(3, 10)]);
    expect(trend!.points).toHaveLength(2);
    expect(trendsOf([])).toEqual([]);
  });
});
