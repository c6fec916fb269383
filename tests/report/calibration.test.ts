import { describe, expect, it } from "vitest";
import type { Calibration, CalibrationScore } from "../../src/model/forecast/calibrate.ts";
import { calibrationTitle, sharpness, skill, surprises, verdicts } from "../../src/report/calibration.ts";

const score: CalibrationScore = {
  count: 30,
  medianAbsError: 0.117,
  coverage: 0.77,
  meanFactor: 2.34,
  naiveMedianAbsError: 0.85,
};

describe("what a calibration says", () => {
  it("is by how much half of the forecasts are off", () => {
    expect(calibrationTitle({ ...score, count: 1 })).toMatch(/^The one forecast is within /);
    expect(calibrationTitle(score)).toBe(
      "Half of the 30 forecasts are within 12 % of what was then measured",
    );
    expect(sharpness(score)).toBe("On average, the upper end of an interval is 2.3 times its lower end.");
  });

  it("is whether the aims are reached, and which way intervals are wrong", () => {
    expect(verdicts(score)[0]).toContain("is reached");
    expect(verdicts({ ...score, medianAbsError: 0.3 })[0]).toContain("is missed");
    expect(verdicts({ ...score, coverage: 0.5 })[1]).toContain("too narrow");
    expect(verdicts({ ...score, coverage: 1 })[1]).toContain("wider than they need be");
  });

  it("is what the buckets gain, or that they gain nothing", () => {
    expect(skill(score)).toContain("would be off by 85 %");
    expect(skill({ ...score, naiveMedianAbsError: 0.05 })).toContain("gain nothing");
    expect(skill({ ...score, naiveMedianAbsError: null })).toBeNull();
  });

  it("is which workloads were not foretold", () => {
    const byWorkload = [
      { ...score, id: "a", coverage: 0.2 },
      { ...score, id: "b", coverage: 0.9 },
    ];
    const names = new Map([["a", "Enhance frame"]]);
    expect(surprises({ byWorkload } as unknown as Calibration, names)).toContain(
      "did not foretell “Enhance frame”",
    );
    expect(surprises({ byWorkload: [byWorkload[1]] } as unknown as Calibration, names)).toBeNull();
  });
});
