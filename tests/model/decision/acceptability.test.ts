import { describe, expect, it } from "vitest";
import { WEIGHED, weighed } from "../../../src/model/decision/acceptability.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { BUSY, evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const of = (over: Parameters<typeof scenarioWith>[0], targets = THREE) => {
  const scenario = scenarioWith(over);
  return weighed(decide(grounds(targets, scenario), scenario, { draws: 500 }))!;
};

describe("options under every weighting", () => {
  it("share the first place among them", () => {
    const { options } = of({ requestsPerMonth: exactly(1e5) });
    expect(options.reduce((sum, { first }) => sum + first, 0)).toBeCloseTo(1, 9);
    for (const { first, firstThree } of options) expect(firstThree).toBeGreaterThanOrEqual(first - 1e-12);
  });

  it("let the faster port win for those to whom cost matters less", () => {
    const { options } = of({ requestsPerMonth: exactly(1e5), platforms: ["lambda-x86"], p99SloMs: 100 });
    const [native, python] = ["native", "python"].map(
      (target) => options.find(({ option }) => option.target.target === target)!,
    );
    expect(native!.first).toBeGreaterThan(0.05);
    expect(python!.first).toBeGreaterThan(0.05);
    expect(native!.centralWeights!.totalUsd).toBeLessThan(python!.centralWeights!.totalUsd);
    const sum = WEIGHED.reduce((total, name) => total + native!.centralWeights![name], 0);
    expect(sum).toBeCloseTo(1, 6);
  });

  it("are measured on scales that another option does not move", () => {
    const few = of(BUSY);
    const more = of(BUSY, [...THREE, evidence("native-slow", 500)]);
    expect(more.anchors).toEqual(few.anchors);
  });
});
