import { describe, expect, it } from "vitest";
import { calibrate, scoreOf } from "../../../src/model/forecast/calibrate.ts";
import { honest, leaveOneOut } from "../../../src/model/forecast/leave-one-out.ts";
import { forecastReference, measuredReference } from "../../../src/model/forecast/measured-reference.ts";
import { summaryOf } from "./measured-summary.ts";
import { referenceOf, targetOf, WORKLOADS } from "./reference.ts";

describe("a calibration", () => {
  it("scores every workload on every target but today's", () => {
    const { rows, gaps } = calibrate(summaryOf());
    expect(rows.map(({ workload, target }) => `${workload} ${target}`)).toEqual(
      WORKLOADS.flatMap(({ id }) => [`${id} wasm`, `${id} native`]),
    );
    expect(gaps).toEqual([]);
  });

  it("finds little error where the other workloads tell nearly all", () => {
    const { overall } = calibrate(summaryOf());
    expect(overall!.medianAbsError).toBeLessThan(0.1);
    expect(overall!.coverage).toBe(1);
  });

  it("does worse without buckets, since the workloads mix them differently", () => {
    const { overall } = calibrate(summaryOf());
    expect(overall!.naiveMedianAbsError!).toBeGreaterThan(2 * overall!.medianAbsError);
  });

  it("does not let a workload into its own forecast", () => {
    const of = (odd: number) =>
      calibrate(summaryOf({ b: odd })).rows.filter(({ workload }) => workload === "b");
    const [plain, changed] = [of(1), of(7)];
    expect(changed.map(({ forecastMs }) => forecastMs)).toEqual(plain.map(({ forecastMs }) => forecastMs));
    expect(changed.map(({ measuredMs }) => measuredMs)).not.toEqual(
      plain.map(({ measuredMs }) => measuredMs),
    );
  });

  it("says which workload the others did not foretell", () => {
    const { byWorkload } = calibrate(summaryOf({ c: 9 }));
    const worst = [...byWorkload].sort((a, b) => b.medianAbsError - a.medianAbsError)[0]!;
    expect(worst.id).toBe("c");
    expect(worst.coverage).toBe(0);
  });

  it("scores nothing without a baseline, and says why", () => {
    const summary = summaryOf();
    const workloads = summary.workloads.map((one) => ({
      ...one,
      cells: one.cells.filter(({ target }) => target !== "python"),
    }));
    const { overall, gaps } = calibrate({ ...summary, workloads });
    expect(overall).toBeNull();
    expect(gaps[0]).toContain("a has no measured baseline");
  });
});

describe("a score", () => {
  it("is of absolute errors, of intervals that hold, and of their widths", () => {
    const row = { workload: "w", target: "t", from: "python", naiveMs: 20, widest: null };
    const rows = [
      { ...row, forecastMs: { median: 11, low: 9, high: 18 }, measuredMs: 10, error: 0.1, inside: true },
      { ...row, forecastMs: { median: 7, low: 6, high: 12 }, measuredMs: 10, error: -0.3, inside: false },
    ];
    const score = scoreOf(rows)!;
    expect(score.medianAbsError).toBeCloseTo(0.2, 9);
    expect(score.coverage).toBe(0.5);
    expect(score.meanFactor).toBeCloseTo(2, 9);
    expect(score.naiveMedianAbsError).toBeCloseTo(1, 9);
    expect(scoreOf([])).toBeNull();
  });
});

describe("leaving a workload out", () => {
  it("takes it from the reference", () => {
    const ids = ({ workloads }: { workloads: readonly { id: string }[] }) => workloads.map(({ id }) => id);
    expect(ids(forecastReference(summaryOf(), { leaveOut: "b" }))).toEqual(["a", "c", "d"]);
    expect(ids(forecastReference(summaryOf()))).toEqual(["a", "b", "c", "d"]);
  });

  it("keeps targets that the run does not know of", () => {
    const [gone] = [targetOf("gone", { port: "wasm" })];
    const { targets } = forecastReference(summaryOf(), { targets: [gone!] });
    expect(targets.map(({ id }) => id)).toEqual(["python", "wasm", "native", "gone"]);
  });
});

describe("honest intervals", () => {
  it("stay as they are when they hold", () => {
    expect(honest(referenceOf()).widening).toBe(1);
  });

  it("are widened until 70 % of the reference's own workloads lie inside", () => {
    // Ratios that agree in each bucket and whose unattributed time does not: what the spread cannot see.
    const reference = measuredReference(summaryOf());
    const workloads = reference.workloads.map((one, i) => ({
      ...one,
      cells: new Map(
        [...one.cells].map(([id, cell]) =>
          id === "python"
            ? ([id, cell] as const)
            : ([id, { ...cell, wallMs: cell.wallMs * [1, 6, 0.2, 5][i]! }] as const),
        ),
      ),
    }));
    const widened = honest({ ...reference, workloads });
    expect(widened.widening).toBeGreaterThan(1);
    const scored = leaveOneOut(widened);
    const inside = scored.filter(
      ({ made, measuredMs }) =>
        made.state === "forecast" &&
        made.timeMs.low <= measuredMs * 1.000001 &&
        measuredMs <= made.timeMs.high * 1.000001,
    );
    // The same factor, applied to the same forecasts, holds what it was drawn for.
    expect(inside.length / scored.length).toBeGreaterThanOrEqual(0.7);
  });
});
