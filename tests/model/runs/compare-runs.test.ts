import { describe, expect, it } from "vitest";
import { compareRuns, type RunComparison } from "../../../src/model/runs/compare-runs.ts";
import type { RunDigest } from "../../../src/model/runs/digest.ts";
import { header, target } from "../../fixtures/run.ts";
import { digestOn, type Level } from "../../fixtures/runs-apart.ts";

const LEVELS: readonly Level[] = [
  { target: "python", ms: 10, twin: 1.01 },
  { target: "js", ms: 5 },
];

function compared(a: RunDigest, b: RunDigest): RunComparison {
  const comparison = compareRuns(a, b);
  if (comparison.state !== "compared") throw new Error("the runs were not compared");
  return comparison;
}

const verdicts = ({ cells }: RunComparison) => cells.map(({ target, wallMs }) => [target, wallMs.verdict]);

describe("two runs side by side", () => {
  it("show no difference where they are alike", () => {
    const comparison = compared(digestOn(1, LEVELS), digestOn(2, LEVELS));
    expect(verdicts(comparison)).toEqual([
      ["python", "same"],
      ["js", "same"],
    ]);
    expect(comparison.cells[0]!.coldMs?.ratio).toBe(1);
    expect(comparison.cells[0]!.peakRssBytes?.verdict).toBe("same");
    expect(comparison).toMatchObject({ differences: [], leftOut: [], warnings: [] });
  });

  it("find what became twice as slow, in each bucket too", () => {
    const after = [LEVELS[0]!, { target: "js", ms: 10 }];
    const comparison = compared(digestOn(1, LEVELS), digestOn(2, after));
    expect(verdicts(comparison)).toEqual([
      ["python", "same"],
      ["js", "slower"],
    ]);
    const { wallMs, bucketRatios } = comparison.cells[1]!;
    expect(wallMs.ratio).toBeCloseTo(2);
    expect(wallMs.interval!.low).toBeGreaterThan(1.9);
    expect(wallMs.interval!.high).toBeLessThan(2.1);
    expect(bucketRatios.compute).toBeCloseTo(2);
    expect(verdicts(compared(digestOn(1, after), digestOn(2, LEVELS)))[1]).toEqual(["js", "faster"]);
  });

  it("leave undecided what noise may have done", () => {
    const noisy = (ms: number): Level[] => [{ target: "python", ms, spread: 0.2 }];
    expect(verdicts(compared(digestOn(1, noisy(10)), digestOn(2, noisy(11))))).toEqual([
      ["python", "undecided"],
    ]);
  });

  it("find no difference that equal arms of either run show too", () => {
    const a = digestOn(1, [{ target: "python", ms: 10, twin: 1.3 }]);
    const b = digestOn(2, [{ target: "python", ms: 12 }]);
    const [cell] = compared(a, b).cells;
    expect(cell!.wallMs.floor).toBeCloseTo(0.3);
    expect(cell!.wallMs.verdict).toBe("undecided");
    expect(compared(a, digestOn(2, [{ target: "python", ms: 14 }])).cells[0]!.wallMs.verdict).toBe("slower");
  });

  it("judge each cell the more strictly the more there are", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ target: `t${i}`, ms: 10 }));
    const over = { targets: many.map((one) => target(one.target)) };
    expect(compared(digestOn(1, LEVELS), digestOn(2, LEVELS)).confidence.wallMs).toBe(0.99);
    const comparison = compared(digestOn(1, many, over), digestOn(2, many, over));
    expect(comparison.confidence.wallMs).toBeCloseTo(1 - 0.05 / 40);
  });

  it("refuse another model, another size and another suite, and say what one of them lacks", () => {
    const [workload] = header().workloads;
    const run = (over: Parameters<typeof digestOn>[2]) => digestOn(2, LEVELS, over);
    const a = digestOn(1, LEVELS);
    const model = { ...workload!.model, sha256: "cd".repeat(32) };
    expect(compared(a, run({ workloads: [{ ...workload!, model }] }))).toMatchObject({
      cells: [],
      leftOut: [{ why: "other-model", workload: "embed-text", a: "ab".repeat(32), b: "cd".repeat(32) }],
    });
    const sized = compared(a, run({ workloads: [{ ...workload!, payloadBytes: 800 }] }));
    expect(sized.leftOut).toEqual([
      { why: "other-size", workload: "embed-text", a: "small (400 bytes)", b: "small (800 bytes)" },
    ]);
    expect(compareRuns(a, run({ suiteVersion: "3.0.0" })).state).toBe("incomparable");
    expect(compared(a, digestOn(2, [LEVELS[0]!])).leftOut).toEqual([
      { why: "missing", workload: "embed-text", target: "js", missingIn: "b", state: null },
    ]);
  });

  it("warn of another machine and effort, and say in what the conditions differ", () => {
    const { environment } = header();
    const gpu = { driver: null, memoryBytes: null, clockMhz: null, memoryClockMhz: null };
    const comparison = compared(
      digestOn(1, LEVELS),
      digestOn(2, LEVELS, {
        effort: "default",
        environment: {
          ...environment,
          machineId: "other",
          cores: 8,
          node: null,
          kit: "1.0.0",
          gpus: [{ name: "L4", ...gpu, powerLimitWatts: null, mig: null, pcie: null }],
        },
        targets: [{ ...target("python", "stay"), threads: 2 }, target("js")],
      }),
    );
    expect(comparison.warnings).toEqual([
      { code: "other-machine" },
      { code: "other-effort", a: "quick", b: "default" },
    ]);
    expect(comparison.differences.map(({ part }) => part)).toEqual([
      ...["machineId", "cores", "gpus", "node", "kit", "python"],
    ]);
  });

  it("say so where nearly all cells moved one way", () => {
    const many = (ms: number) => Array.from({ length: 10 }, (_, i) => ({ target: `t${i}`, ms }));
    const over = { targets: many(1).map((one) => target(one.target)) };
    const { warnings } = compared(digestOn(1, many(10), over), digestOn(2, many(13), over));
    expect(warnings.find(({ code }) => code === "all-moved")).toMatchObject({ cells: 10, sameWay: 10 });
  });
});
