import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/model/runs/compare-runs.ts";
import { type ListedRun, MOST_CELLS, packRuns, unpackRuns } from "../../../src/model/runs/runs-file.ts";
import { usualPair } from "../../../src/model/runs/usual-pair.ts";
import { header, target } from "../../fixtures/run.ts";
import { digestOn, type Level } from "../../fixtures/runs-apart.ts";

const listed = (day: number, levels: readonly Level[], over = {}, isReference = false): ListedRun => ({
  ...digestOn(day, levels, over),
  isReference,
});
const LEVELS: readonly Level[] = [
  { target: "python", ms: 10, twin: 1.02 },
  { target: "js", ms: 5 },
];
const elsewhere = { environment: { ...header().environment, machineId: "other" } };

describe("many runs in one file", () => {
  it("come out as they went in, to five digits, and compare the same", () => {
    const runs = [listed(1, LEVELS), listed(2, [{ target: "js", ms: 7.123456789 }])];
    const file = packRuns(runs);
    expect(file).toMatchObject({ total: 2, environments: { length: 1 }, workloads: { length: 2 } });
    const [a, b] = unpackRuns(JSON.parse(JSON.stringify(file)));
    expect(b!.cells[0]!.wallMs.value).toBe(7.1235);
    expect(a!.environment.loadAverage1m).toBe(0.1);
    const verdicts = (a: ListedRun, b: ListedRun) => {
      const comparison = compareRuns(a, b);
      return comparison.state === "compared" && comparison.cells.map(({ wallMs }) => wallMs.verdict);
    };
    expect(verdicts(a!, b!)).toEqual(verdicts(runs[0]!, runs[1]!));
  });

  it("are the newest where there are too many, and reference runs stay", () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ target: `t${i}`, ms: 10 }));
    const wide = listed(2, many, { targets: many.map((one) => target(one.target)) });
    const runs = [
      listed(1, LEVELS, {}, true),
      ...Array.from({ length: 100 }, (_, i) => ({
        ...wide,
        runId: `r${i}`,
        startedAt: `2027-01-01T00:${String(i % 60).padStart(2, "0")}:00.000Z`,
      })),
      { ...wide, runId: "newest", startedAt: "2028-01-01T00:00:00.000Z" },
    ];
    const kept = unpackRuns(packRuns(runs));
    expect(kept.reduce((sum, { cells }) => sum + cells.length, 0)).toBeLessThanOrEqual(MOST_CELLS);
    expect(kept.length).toBeGreaterThan(70);
    expect([kept[0]!.isReference, kept.at(-1)!.runId]).toEqual([true, "newest"]);
    expect(JSON.stringify(packRuns(runs)).length).toBeLessThan(1_000_000);
  });
});

describe("the two runs that are compared unasked", () => {
  const pair = (...runs: ListedRun[]) => usualPair(runs)?.map(({ runId }) => runId.slice(6, 8));
  it("are the newest, and the one before on its machine that shares a cell", () => {
    const lacking = [{ target: "js", ms: 5 }];
    expect(
      pair(listed(1, LEVELS), listed(2, lacking), listed(3, LEVELS, elsewhere), listed(4, [LEVELS[0]!])),
    ).toEqual(["01", "04"]);
    expect(pair(listed(1, LEVELS), listed(2, LEVELS), listed(3, LEVELS, {}, true))).toEqual(["01", "02"]);
    expect(pair(listed(1, LEVELS, elsewhere), listed(2, LEVELS))).toEqual(["01", "02"]);
    expect(pair(listed(1, LEVELS))).toBeUndefined();
  });
});
